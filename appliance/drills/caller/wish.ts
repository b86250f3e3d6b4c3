import { instantOf } from '#schedule/local-time.ts';
import { spokenDate, spokenWindow } from '#conversation/language/en-US/templates/times.ts';
import { parseWindow } from '../scenario/window.ts';

/** A window wished for, as it is spoken now. */
export interface SpokenWish {
  /** `tonight, nine to eleven` */
  readonly whole: string;
  /** `tonight`, `tomorrow`, `on Wednesday` */
  readonly day: string;
}

/** @param now epoch ms */
export const spokenWish = (window: string, now: number, zone: string): SpokenWish => {
  const { date, starts, ends } = parseWindow(window);
  const span = { startsAt: instantOf(date, starts, zone), endsAt: instantOf(date, ends, zone), zone };
  return { whole: spokenWindow(span, now), day: spokenDate(span, now) };
};

/** What a caller says to windows on offer. @param refused how often the wish was not among them */
export const answerOffer = (wish: SpokenWish | null, heard: string, refused: number, ordinal: boolean): string => {
  const one = !heard.includes(', or ');
  if (wish === null || refused >= 2) return one ? 'Yes, that works.' : 'The first one, please.';
  const at = heard.indexOf(wish.whole);
  if (at < 0) return `${one ? 'No. Do' : 'Do'} you have ${wish.whole}?`;
  if (one) return 'Yes, that works.';
  const place = heard.slice(0, at).includes(', or ') ? 'second' : 'first';
  return ordinal ? `The ${place} one, please.` : `${wish.whole}, please.`;
};
