import type { ExpectKind } from '#shared/link/expectation.ts';
import type { ReadContext, Reading } from '../reading.ts';
import type { Draft } from './draft.ts';

/** What words mean where this kind of answer is expected. @param growing the utterance has not ended */
export const readingOf = (draft: Draft, text: string, expect: ExpectKind, growing = false): Reading => {
  const { state, context } = draft;
  const offered =
    state.pending?.act === 'ask_which_visit'
      ? (state.existing?.found ?? [])
      : state.records.offered
          .map((id) => state.records.windows.find((window) => window.id === id))
          .filter((window) => window !== undefined);
  const spelling = spellingOf(state);
  const readContext: ReadContext = {
    expect,
    now: context.now,
    zone: context.zone,
    offered,
    ...(growing ? { growing } : {}),
    ...(context.outdoorTempF === undefined ? {} : { outdoorTempF: context.outdoorTempF }),
    ...(spelling ? { spelling } : {}),
  };
  return context.reader.read(text, readContext);
};

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
