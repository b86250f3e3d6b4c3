import { streetWords, type AddressParts } from '../address.ts';
import { jaroWinkler } from './likeness.ts';
import { nameLikeness } from './names.ts';

/** What is compared of a customer. */
export interface Comparable {
  /** The customer's own name first; then the company's, and those told with jobs. Only the first makes two certainly one. */
  readonly names: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  /** Small letters. */
  readonly emails: readonly string[];
  readonly places: readonly AddressParts[];
}

/** Why two customers may be one, or what speaks against it. It holds nothing of theirs. */
export interface MatchReason {
  readonly what: 'name' | 'phone' | 'email' | 'address' | 'other_name';
  readonly how: 'same' | 'nickname' | 'alike' | 'other_unit' | 'shared';
  /** Of a thousand. */
  readonly likeness: number;
}

export interface Match {
  /** Of a thousand: how likely they are one. */
  readonly score: number;
  /** Number and name are the same: the only two that may be merged without a person. */
  readonly certain: boolean;
  readonly reasons: readonly MatchReason[];
}

/** From here on two are shown to a person as likely one. */
export const LIKELY = 600;

/** What each agreement adds, of what is left to certainty. */
const WEIGHT = { phone: 0.55, email: 0.6, address: 0.5, street: 0.35, otherUnit: 0.15 } as const;
/** A name less alike than this is another name: who shares number and address then is a household. */
const SAME_NAME = 0.88;
/** As likely as a household can be one person. */
const HOUSEHOLD = 450;
/** A street misspelt is at least this much alike. */
const SAME_STREET = 0.9;

const thousandth = (likeness: number): number => Math.round(likeness * 1000);

const meet = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

const bestName = (a: Comparable, b: Comparable) => {
  let best = { likeness: 0, how: 'alike' } as ReturnType<typeof nameLikeness>;
  for (const left of a.names)
    for (const right of b.names) {
      const found = nameLikeness(left, right);
      if (found.likeness > best.likeness) best = found;
    }
  return best;
};

const zipOf = ({ zip }: AddressParts): string | null => zip?.slice(0, 5) ?? null;

/** The nearest two places: what they add, and why. */
const bestPlace = (a: Comparable, b: Comparable): { readonly weight: number; readonly reason: MatchReason } | null => {
  let best: { weight: number; reason: MatchReason } | null = null;
  for (const left of a.places)
    for (const right of b.places) {
      if (streetWords(left.houseNumber) !== streetWords(right.houseNumber) || left.houseNumber === '') continue;
      const [zipA, zipB] = [zipOf(left), zipOf(right)];
      if (zipA !== null && zipB !== null ? zipA !== zipB : streetWords(left.city) !== streetWords(right.city)) continue;
      const likeness = jaroWinkler(streetWords(left.street), streetWords(right.street));
      if (likeness < SAME_STREET) continue;
      const [unitA, unitB] = [streetWords(left.unit ?? ''), streetWords(right.unit ?? '')];
      const otherUnit = unitA !== '' && unitB !== '' && unitA !== unitB;
      const weight = otherUnit ? WEIGHT.otherUnit : likeness === 1 ? WEIGHT.address : WEIGHT.street;
      const how = otherUnit ? 'other_unit' : likeness === 1 ? 'same' : 'alike';
      if (best === null || weight > best.weight)
        best = { weight, reason: { what: 'address', how, likeness: thousandth(likeness) } };
    }
  return best;
};

/**
 * How likely two customers are one, with reasons. A shared number is a household, not a person: without a like name nothing makes two
 * one, and a name alone does not either. Same input, same answer, whichever comes first.
 */
export const matchCustomers = (a: Comparable, b: Comparable): Match => {
  const name = bestName(a, b);
  const isSameName = name.likeness >= SAME_NAME;
  const phone = meet(a.phones, b.phones);
  const reasons: MatchReason[] = [
    isSameName
      ? { what: 'name', how: name.how, likeness: thousandth(name.likeness) }
      : { what: 'other_name', how: 'alike', likeness: thousandth(name.likeness) },
  ];
  let doubt = 1;
  if (isSameName) doubt *= 1 - 0.5 * name.likeness;
  if (phone) {
    doubt *= 1 - WEIGHT.phone;
    reasons.push({ what: 'phone', how: isSameName ? 'same' : 'shared', likeness: 1000 });
  }
  if (meet(a.emails, b.emails)) {
    doubt *= 1 - WEIGHT.email;
    reasons.push({ what: 'email', how: isSameName ? 'same' : 'shared', likeness: 1000 });
  }
  const place = bestPlace(a, b);
  if (place !== null) {
    doubt *= 1 - place.weight;
    reasons.push(place.reason);
  }
  const score = thousandth(1 - doubt);
  return {
    score: isSameName ? score : Math.min(score, HOUSEHOLD),
    certain: phone && isSameName && nameLikeness(a.names[0] ?? '', b.names[0] ?? '').how !== 'alike',
    reasons,
  };
};
