import type { QualificationRecord } from '#shared/api/qualification.ts';
import type { QualificationFactors } from '../playbook/rules.ts';
import type { Playbook } from '../playbook/schema.ts';
import { EMPTY_ADDRESS } from '../state/slots.ts';
import type { CallState } from '../state/state.ts';
import type { StoredQuote } from '../tools.ts';

type Factor = keyof QualificationFactors;
interface Judged {
  /** 0 to 1. */
  readonly value: number;
  readonly reason: string;
}

const NOT_KNOWN: Judged = { value: 0, reason: 'not_known' };

const STANDING = { owner: 1, landlord: 1, manager: 1, tenant: 0.3, other: 0 } as const;
const URGENCY = { life_safety: 1, emergency: 1, urgent: 0.7, routine: 0.3 } as const;

/** What the work may cost, in fees: the estimate over the fee. A fixed price is its own fee. */
const ticketInFees = ({ estimate, fee }: StoredQuote): number =>
  fee.cents > 0 ? (estimate ?? fee).cents / fee.cents : 0;

const FACTORS: { readonly [F in Factor]: (state: CallState, playbook: Playbook) => Judged } = {
  in_area: ({ records, slots }) => {
    const { city, state, zip } = slots.address?.value ?? EMPTY_ADDRESS;
    if (records.area?.forPlace !== [city, state, zip].join('|')) return NOT_KNOWN;
    return records.area.served ? { value: 1, reason: 'served' } : { value: 0, reason: 'not_served' };
  },
  service_offered: ({ slots }, { serviceTypes, trades }) => {
    const problem = slots.problem?.value;
    if (serviceTypes.some(({ code }) => code === problem?.serviceType)) return { value: 1, reason: 'offered' };
    return trades.some((trade) => trade === problem?.trade) ? { value: 0.5, reason: 'trade_offered' } : NOT_KNOWN;
  },
  // Most callers decide and never say so.
  decision_maker: ({ slots }) =>
    slots.standing === undefined
      ? { value: 0.5, reason: 'not_known' }
      : { value: STANDING[slots.standing.value], reason: slots.standing.value },
  urgency: ({ urgency }) => ({ value: URGENCY[urgency], reason: urgency }),
  ticket_size: ({ records }, { qualification }) => {
    const quote = records.quotes.afterHours ?? records.quotes.day;
    if (quote === null) return NOT_KNOWN;
    const fees = ticketInFees(quote);
    return { value: Math.min(1, fees / qualification.ticketFullFees), reason: `${fees.toFixed(1)}_fees` };
  },
  member: ({ slots }) =>
    slots.member?.value === true ? { value: 1, reason: 'member' } : { value: 0, reason: 'not_known' },
};

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * What a call is worth: the sum of weight times factor, by what is known now. Pure, and scored anew at every turn; nobody waits for
 * it and nobody is refused by it.
 */
export const qualify = (state: CallState, playbook: Playbook): QualificationRecord => {
  const { factors: weights, threshold } = playbook.qualification;
  const factors = (Object.keys(FACTORS) as Factor[]).map((factor) => {
    const { value, reason } = FACTORS[factor](state, playbook);
    return { factor, weight: weights[factor], value: thousandths(value), reason };
  });
  const score = thousandths(factors.reduce((sum, { value, weight }) => sum + weight * value, 0));
  return { score, qualified: score >= threshold, factors };
};

/** Acts whose words must come from the box itself, whoever calls. */
const OWN_VOICE: ReadonlySet<string> = new Set([
  'greet',
  'bench_notice',
  'life_safety',
  'on_call_told',
  'ask_safe_phone',
  'life_safety_end',
  'stop_card',
]);

/** Which voice may say a turn: the premium one for a call worth it, in the phases the playbook names, and never where danger is told of. */
export const tierOf = (
  state: CallState,
  playbook: Playbook,
  acts: readonly { readonly name: string }[],
  { score }: Pick<QualificationRecord, 'score'>,
): 'cost' | 'premium' => {
  const { phases, threshold } = playbook.voice.premium;
  const worthIt = score >= threshold && phases.some((phase) => phase === state.phase);
  const own = state.safety !== null || state.urgency === 'life_safety' || acts.some(({ name }) => OWN_VOICE.has(name));
  return worthIt && !own ? 'premium' : 'cost';
};
