import type { Persona, WindowWish } from '../caller/persona.ts';
import type { SpokenWindow } from '../listen/window.ts';
import { spokenWindow } from './wording.ts';

const partOf = (window: SpokenWindow): string =>
  window.from < 12 ? 'morning' : window.from < 17 ? 'afternoon' : 'evening';

/** Does a window on offer fulfil the wish? `offered` wishes take what stands in that place. */
const fits = (wish: WindowWish, window: SpokenWindow, index: number, count: number): boolean => {
  if (wish.kind === 'offered') return index === Math.min(wish.index, count - 1);
  if ((window.day ?? 'today') !== wish.day) return false;
  return wish.kind === 'hours' ? window.from === wish.from && window.to === wish.to : partOf(window) === wish.part;
};

const wishWords = (wish: WindowWish): string | null => {
  if (wish.kind === 'offered') return null;
  if (wish.kind === 'hours') return `Do you have ${spokenWindow(wish).replace(/^T/, 't')}?`;
  return `Do you have anything ${wish.day === 'tomorrow' ? `tomorrow ${wish.part}` : `this ${wish.part}`}?`;
};

export interface WindowAnswer {
  readonly say: string;
  readonly chosen: SpokenWindow | null;
  readonly wished: boolean;
}

const ORDINALS = ['The first one, please.', 'The second one, please.'];

/**
 * Picks from what was offered; asks once for the wish when it is not among it; then takes the first.
 * @param wished the wish was spoken before
 */
export const chooseWindow = (
  persona: Persona,
  offered: readonly SpokenWindow[],
  wished: boolean,
): WindowAnswer | null => {
  const index = offered.findIndex((window, at) => fits(persona.window, window, at, offered.length));
  const taken = offered[index];
  if (taken) {
    const byPlace = persona.window.kind === 'offered' && offered.length > 1 ? ORDINALS[index] : undefined;
    const say = offered.length === 1 ? 'Yes, that works.' : (byPlace ?? `${spokenWindow(taken)}, please.`);
    return { say, chosen: taken, wished };
  }
  const wish = wishWords(persona.window);
  if (wish !== null && !wished) return { say: wish, chosen: null, wished: true };
  const [first] = offered;
  if (!first) return null;
  return { say: offered.length === 1 ? 'Yes, that works.' : 'The first one, please.', chosen: first, wished };
};

/** "Would you like tonight, or tomorrow?" */
export const chooseDay = (persona: Persona, heard: string): string => {
  const days = [
    ...heard.matchAll(/\b(tonight|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday)\b/g),
  ].map((match) => match[1] ?? '');
  const [one, other] = days.slice(-2);
  const wish = persona.window;
  const soon = wish.kind === 'offered' ? persona.afterHours : wish.day === 'today';
  const pick = (soon ? one : other) ?? one ?? 'tomorrow';
  return `${pick.charAt(0).toUpperCase()}${pick.slice(1)}, please.`;
};
