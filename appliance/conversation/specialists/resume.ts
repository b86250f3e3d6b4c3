import { heardDistance } from '../language/en-US/sound.ts';
import { ask, asked, callTool, end, say, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import { NO_FACTS } from '../state/existing.ts';
import { carriedOver, factsOf, isPersonal } from '../state/resume.ts';
import type { CallState } from '../state/state.ts';
import { factsAnswered } from './visit-facts.ts';

/** Edits that a recognizer makes in a name it hears twice; short names differ in less. */
const sameName = (a: string, b: string): boolean => heardDistance(a, b) <= (Math.min(a.length, b.length) < 4 ? 0.3 : 1);

const letters = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** Did the caller say something of themselves that the earlier caller had said? */
const isSameCaller = (draft: Draft, heard: Heard, earlier: CallState): boolean => {
  const said = factsAnswered(NO_FACTS, draft, heard, 'house');
  const known = factsOf(earlier);
  const name = letters(said.lastName ?? '');
  return (
    (name.length > 1 && known.names.some((one) => sameName(name, letters(one)))) ||
    (said.houseNumber !== null && known.houseNumbers.includes(said.houseNumber)) ||
    (said.phone !== null && known.phones.includes(said.phone))
  );
};

const canBeShown = (earlier: CallState): boolean => Object.values(factsOf(earlier)).some((values) => values.length > 0);

const startOver = (draft: Draft): void => {
  delete draft.state.resume;
  say(draft, 'start_over');
};

const goOnWith = (draft: Draft, call: string): void =>
  callTool(draft, { name: 'resume_call', key: 'resume', args: { call } });

/**
 * A caller who was cut off and rings back is asked whether to go on. What the earlier call holds of a person is not spoken
 * before they said one of these facts again, for the number they ring from can be forged.
 */
export const resume: Specialist = {
  phase: 'greeting',
  canHandle: ({ state }) => state.resume !== undefined,
  next: (draft) => {
    const open = draft.state.resume;
    if (!open) return;
    if (!open.agreed) {
      if (asked(draft, 'ask_resume') < 3) ask(draft, 'ask_resume', 'yes_no');
      else startOver(draft);
    } else if (draft.state.outbound?.reached || !isPersonal(open.earlier.state)) goOnWith(draft, open.earlier.call);
    else if (open.tries < 2 && asked(draft, 'ask_resume_fact') < 4 && canBeShown(open.earlier.state))
      ask(draft, 'ask_resume_fact', 'address');
    else startOver(draft);
  },
  hears: {
    ask_resume: (draft, heard) => {
      const { resume: open, slots } = draft.state;
      if (!open) return false;
      if (heard.reading.answer === 'yes') {
        open.agreed = true;
        if (isPersonal(open.earlier.state) && isSameCaller(draft, heard, open.earlier.state))
          goOnWith(draft, open.earlier.call);
        return true;
      }
      if (draft.state.outbound && heard.reading.answer === 'no') {
        say(draft, 'thank_you_bye');
        end(draft, 'declined');
        return true;
      }
      // Who tells what is wrong wants to begin anew.
      if (heard.reading.answer !== 'no' && slots.problem === undefined) return false;
      delete draft.state.resume;
      return true;
    },
    ask_resume_fact: (draft, heard) => {
      const { resume: open } = draft.state;
      if (!open) return false;
      if (isSameCaller(draft, heard, open.earlier.state)) goOnWith(draft, open.earlier.call);
      else open.tries += 1;
      return true;
    },
  },
};

/** The records say that this call goes on with the earlier one: from here on it is that conversation. */
export const goOn = (draft: Draft, ok: boolean): void => {
  const { state } = draft;
  const open = state.resume;
  if (!open) return;
  if (!ok) {
    startOver(draft);
    return;
  }
  const next = carriedOver(open.earlier.state, state);
  for (const key of Object.keys(state)) delete (state as unknown as Record<string, unknown>)[key];
  Object.assign(state, next);
  say(draft, 'go_on');
};
