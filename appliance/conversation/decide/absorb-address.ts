import { heardDistance } from '../language/en-US/sound.ts';
import type { AddressReading, Reading } from '../reading.ts';
import { EMPTY_ADDRESS, type AddressValue, type Evidence } from '../state/slots.ts';
import { asks, isCorrection } from './absorbing.ts';
import type { Draft } from './draft.ts';

const PARTS = ['houseNumber', 'street', 'unit', 'city', 'state', 'zip'] as const;

/** Where to come. */
export const absorbAddress = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { state } = draft;
  const known = state.slots.address;
  const asked = asks(
    draft,
    'ask_address',
    'ask_house_number',
    'ask_house_number_keys',
    'ask_corner',
    'ask_zip_keys',
    'ask_street',
    'ask_spell_street',
    'ask_spell_city',
    'ask_city',
    'ask_state',
    'read_back_address',
  );
  const heard = spelledPart(draft, reading, known?.value) ?? reading.slots.address;
  if (!heard) return;
  const whole = heard.houseNumber !== null && heard.street !== null;
  const placed = heard.city !== null && heard.state !== null && heard.placeMatched;
  const elsewhere =
    (draft.state.pending?.act ?? '').includes('phone') || (draft.state.pending?.act ?? '').includes('name');
  const late = known !== undefined && isCorrection(reading) && !elsewhere;
  const corner = heard.corner !== undefined && known?.value.corner === undefined;
  if (!asked && !late && !whole && !corner && !(known === undefined && placed)) return;
  if (known && (known.state === 'confirmed' || known.state === 'unconfirmed') && !isCorrection(reading) && !whole)
    return;
  const value: AddressValue = { ...(known?.value ?? EMPTY_ADDRESS) };
  const merged: { -readonly [K in keyof AddressValue]: AddressValue[K] } = { ...value };
  let changed = false;
  let repeated = false;
  const spelled = asks(draft, 'ask_spell_street');
  for (const part of PARTS) {
    const next = heard[part];
    if (next === null) continue;
    // What was spelled gives way only to words that are known, a known street to none that is a mishearing of it.
    if (part === 'street' && state.asks['street_spelled'] !== undefined && !spelled && !heard.streetKnown) continue;
    if (part === 'street' && isMisheard(next, merged.street, heard)) {
      repeated = true;
      continue;
    }
    if (merged[part]?.toLowerCase() === next.toLowerCase()) repeated = true;
    else {
      if (part === 'houseNumber' && merged.houseNumber !== null)
        state.asks['house_number_changed'] = (state.asks['house_number_changed'] ?? 0) + 1;
      merged[part] = next;
      changed = true;
    }
  }
  if (heard.corner !== undefined && merged.corner !== heard.corner) {
    merged.corner = heard.corner;
    changed = true;
  }
  if (heard.houseNumber !== null && merged.houseNumber === heard.houseNumber)
    merged.numberApart = heard.numberApart ?? false;
  if (heard.street !== null && merged.street === heard.street) {
    merged.streetDoubtful = !heard.streetKnown;
    merged.streetLetters =
      heard.streetLetters || (merged.streetLetters === true && known?.value.street === heard.street);
  }
  if (heard.city !== null) merged.placeDoubtful = !heard.placeListed;
  if (changed && heard.city !== null && heard.city !== value.city && heard.zip === null) merged.zip = null;
  if (!changed) {
    if (repeated) fresh.add('same:address');
    return;
  }
  const first = known === undefined || known.state === 'heard';
  state.slots.address = {
    value: merged,
    evidence,
    state: 'heard',
    attempts: first ? (known?.attempts ?? 0) : known.attempts + 1,
  };
  fresh.add('address');
};

/** Said again, a street that we have may come out as less of it: `birch`, then `bir`. */
const isMisheard = (street: string, before: string | null, { streetKnown, streetLetters }: AddressReading): boolean =>
  before !== null && !streetKnown && !streetLetters && heardDistance(street.toLowerCase(), before.toLowerCase()) <= 1.5;

/** Letters spelled for the street replace its name and keep the kind of street heard before; so for the city. */
const spelledPart = (draft: Draft, reading: Reading, known: AddressValue | undefined): AddressReading | null => {
  const { settled } = reading.slots;
  if (settled === undefined) return null;
  const none = {
    ...EMPTY_ADDRESS,
    raw: reading.text,
    streetKnown: true,
    streetLetters: true,
    placeListed: true,
    placeMatched: true,
  };
  if (asks(draft, 'ask_spell_city')) return { ...none, city: settled, state: known?.state ?? null };
  if (!asks(draft, 'ask_spell_street')) return null;
  draft.state.asks['street_spelled'] = 1;
  const kind = known?.street?.split(' ').slice(1).at(-1);
  return { ...none, street: kind === undefined ? settled : `${settled} ${kind}` };
};
