import type { ExpectKind } from '#shared/link/expectation.ts';
import { namesHours, withoutDeniedHours } from '../language/en-US/codes.ts';
import type { ReadContext, Reading } from '../reading.ts';
import type { CallState } from '../state/state.ts';
import type { DecideContext } from './context.ts';
import type { Draft } from './draft.ts';

/** What is read with: a draft, or anything that has its state and context. */
type ReadsWith = Pick<Draft, 'state' | 'context'>;

/** What the reader may know where the conversation stands. */
export const readContextOf = ({ state, context }: ReadsWith, expect: ExpectKind, growing: boolean): ReadContext => {
  const offered =
    state.pending?.act === 'ask_which_visit'
      ? (state.existing?.found ?? [])
      : state.records.offered
          .map((id) => state.records.windows.find((window) => window.id === id))
          .filter((window) => window !== undefined);
  const spelling = spellingOf(state);
  return {
    expect,
    now: context.now,
    zone: context.zone,
    offered,
    ...(growing ? { growing } : {}),
    ...(context.outdoorTempF === undefined ? {} : { outdoorTempF: context.outdoorTempF }),
    ...(spelling ? { spelling } : {}),
  };
};

/** Questions about a time, or right after one was taken: `no, one to three` is no house number and no code there. */
const OF_TIMES = new Set([
  'ask_access',
  'ask_fee',
  'ask_fee_choice',
  'ask_move_fee',
  'offer_window',
  'offer_new_window',
  'ask_other_time',
  'ask_new_time',
]);

/** What words mean where this kind of answer is expected. @param growing the utterance has not ended */
export const readingOf = (draft: ReadsWith, text: string, expect: ExpectKind, growing = false): Reading => {
  const { pending } = draft.state;
  const hours = pending?.kind === expect && OF_TIMES.has(pending.act) && namesHours(text);
  const meant = hours ? withoutDeniedHours(text) : text;
  return draft.context.reader.read(meant, readContextOf(draft, hours ? 'choice' : expect, growing));
};

/** What the rules make of an utterance where the conversation stands, before any decision. */
export const ruleReading = (state: CallState, context: DecideContext, text: string): Reading =>
  readingOf({ state, context }, text, state.pending?.kind ?? 'open');

/** What was asked to be spelled, with the words it was heard as. */
const spellingOf = ({ pending, slots }: Draft['state']): ReadContext['spelling'] => {
  switch (pending?.act) {
    case 'ask_spell_name':
      return { of: 'last_name', heard: slots.name?.evidence.heard ?? '' };
    case 'ask_spell_first_name':
      return { of: 'first_name', heard: slots.name?.value.first ?? '' };
    case 'ask_spell_street':
      return { of: 'street', heard: slots.address?.value.street ?? '' };
    case 'ask_spell_city':
      return { of: 'city', heard: slots.address?.value.city ?? '' };
    default:
      return undefined;
  }
};
