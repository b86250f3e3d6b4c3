import { ask, asked, type Draft, type Specialist } from '../decide/draft.ts';
import { readWhichDay } from '../language/en-US/which-day.ts';
import type { Wishes } from '../state/state.ts';

const MAX_ASKED = 2;

const isUnclear = ({ date, sooner }: Wishes): boolean => date !== null && sooner !== undefined;

/** `next Friday` may be this week's or the next one's. @returns whether it was asked */
export const askWhichDay = (draft: Draft): boolean => {
  const { state } = draft;
  if (!isUnclear(state.wishes)) return false;
  if (asked(draft, 'ask_which_day') < MAX_ASKED) {
    ask(draft, 'ask_which_day', 'choice');
    return true;
  }
  settle(draft, state.wishes.date);
  return false;
};

const settle = ({ state }: Draft, date: string | null): void => {
  const { sooner: _, ...wishes } = state.wishes;
  state.wishes = { ...wishes, date };
};

/** Asks before anything is offered: whoever is offered the wrong Friday may take it. */
export const whichDay: Specialist = {
  phase: 'scheduling',
  canHandle: ({ state }) => isUnclear(state.wishes) && state.slots.window === undefined,
  next: (draft) => {
    askWhichDay(draft);
  },
  hears: {
    ask_which_day: (draft, { reading, event }) => {
      const { date, sooner } = draft.state.wishes;
      const { window } = reading.slots;
      if (date === null || sooner === undefined) return true;
      const meant = readWhichDay(event.text, window, [sooner, date]) ?? window?.date ?? null;
      if (meant === null && window?.soonest !== true) return false;
      settle(draft, meant);
      return true;
    },
  },
};
