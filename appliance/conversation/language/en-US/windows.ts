import { Temporal } from 'temporal-polyfill';
import type { ReadContext, WindowReading } from '../../reading.ts';
import { readDay } from './days.ts';
import { readHours } from './hours.ts';

const SOONEST =
  /\b(as soon as (possible|you can|someone can|you could)|asap|right away|soonest|earliest|first available|next available|immediately|soon as possible|any ?time|whenever|(what(ever)?|which) ?ever (is|works|you have|one)|right now|first opening|next opening|any day|either (one|is|works|would)|either|any of (them|those)|today if possible|doesnt matter|dont care|the sooner|sooner the better|urgently)\b/;
/** Time words that tell when the trouble began, not when we should come. */
const BEGAN =
  /\b(since|started|stopped|quit|broke|died|went|happened|noticed|began|woke|came home|been|was|were|just|fell|burst|froze|last|until|running|heard|worked|working|turned)( \w+){0,7} (tonight|today|this (morning|afternoon|evening)|last night|yesterday|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|in the morning|night)\b|\b(this morning|today|tonight|last night|yesterday)( \w+){0,4} (stopped|quit|broke|died|went|started|happened|noticed|burst|it was|woke)\b/;
const WISH =
  /\b(come|send|available|availability|appointment|schedule|book|be here|someone out|somebody out|works|work for|prefer|want|like|can you|could you|possible|slot|opening|take|how about|make it|lets do|free|home|get here|window|instead|would be)\b/;

const ORDINAL_CHOICES: readonly (readonly [RegExp, number])[] = [
  [
    /\b(the )?(first|1st|earlier|earliest|sooner) (one|option|window|time|slot|choice|works|is fine|please|would|sounds|of)\b|^(the |um |uh |yes |okay |ill take |lets do |lets go with )*(first|earlier|earliest|former|sooner)( one)?( please)?$|\b(option|number|choice) (one|1)\b|\b(ill take|take|go with|do|like|prefer|want|pick) the (first|earlier|sooner)\b|\bthe former\b/,
    0,
  ],
  [
    /\b(the )?(second|2nd) (one|option|window|time|slot|choice|works|is fine|please|would|sounds)\b|^(the |um |uh |yes |okay |ill take |lets do |lets go with )*(second|2nd)( one)?( please)?$|\b(option|number|choice) (two|2|to)\b|\b(ill take|take|go with|do|like|prefer|want|pick) the second\b/,
    1,
  ],
  [
    /\b(the )?(third|3rd) (one|option|window|time|slot|choice|works|is fine|please|would|sounds)\b|^(the |um |uh |yes |okay |ill take |lets do |lets go with )*(third)( one)?( please)?$|\b(option|number|choice) (three|3)\b/,
    2,
  ],
  [
    /\b(the )?(later|last|latter|latest) (one|option|window|time|slot|choice|works|is fine|please|would|sounds)\b|^(the |um |uh |yes |okay |ill take |lets do |lets go with )*(later|last|latter|latest)( one)?( please)?$|\b(ill take|take|go with|do|like|prefer|want|pick) the (later|last|latter)\b|\bthe latter\b/,
    -1,
  ],
];
const NONE =
  /\b(neither|none of|not (any|either|the first|the second|that|those)|dont work|doesnt work|wont work|cant do|cannot do|anything else|something else|another (time|day)|other times|different (time|day)|anything (later|earlier|sooner)|something (later|earlier|sooner))\b/;

/** True when a window begins at the very hour that was named, morning or evening. */
const startsAt = (
  window: ReadContext['offered'][number] | undefined,
  zone: string,
  hours: { fromHour: number | null; toHour: number | null } | null,
): boolean => {
  if (!window || !hours || hours.fromHour === null || hours.toHour !== null) return false;
  const start = Temporal.Instant.fromEpochMilliseconds(window.startsAt).toZonedDateTimeISO(zone);
  return (start.hour + start.minute / 60) % 12 === hours.fromHour % 12;
};

/** Which offered windows fit what was named. */
const fitting = (
  offered: ReadContext['offered'],
  zone: string,
  date: string | null,
  from: number | null,
  to: number | null,
  loose: boolean,
): number[] =>
  offered.flatMap((window, index) => {
    const start = Temporal.Instant.fromEpochMilliseconds(window.startsAt).toZonedDateTimeISO(zone);
    const end = Temporal.Instant.fromEpochMilliseconds(window.endsAt).toZonedDateTimeISO(zone);
    if (date !== null && start.toPlainDate().toString() !== date) return [];
    const startHour = start.hour + start.minute / 60;
    const endHour = startHour + (window.endsAt - window.startsAt) / 3_600_000;
    if (from === null && to === null) return [index];
    const alike = (hour: number, other: number): boolean => hour === other || (loose && hour % 12 === other % 12);
    if (from !== null && to !== null && alike(from, startHour) && alike(to, endHour % 24 === 0 ? 24 : endHour))
      return [index];
    // A part of the day holds a window that starts in it; a single hour names the window it starts or falls into.
    if (from !== null && to !== null && to - from > 2 && startHour >= from && startHour < to) return [index];
    if (from !== null && to === null && (alike(from, startHour) || (from > startHour && from < endHour)))
      return [index];
    if (from === null && to !== null && endHour <= to) return [index];
    return end.epochMilliseconds < window.startsAt ? [index] : [];
  });

/**
 * When we should come: a choice among the windows on offer, or a day and hours wished for.
 * @returns null when nothing of the kind was said
 */
export const readWindow = (spoken: readonly string[], context: ReadContext): WindowReading | null => {
  // A greeting and a wish for the day name no time.
  const words = spoken.filter(
    (word, i) =>
      !(/^(morning|afternoon|evening|night|day)$/.test(word) && /^(good|great|nice)$/.test(spoken[i - 1] ?? '')),
  );
  const text = words.join(' ');
  const choosing = context.expect === 'choice' || context.offered.length > 0;
  if (
    !choosing &&
    (context.expect === 'phone' ||
      context.expect === 'spelling' ||
      context.expect === 'code' ||
      context.expect === 'address' ||
      context.expect === 'name')
  ) {
    if (!/\b(tomorrow|tonight|come|appointment)\b/.test(text)) return null;
  }
  const began = !choosing && BEGAN.test(text) && !WISH.test(text.replace(/\bwork(s|ing|ed)?\b/g, ''));
  const day = began ? null : readDay(words, context.now, context.zone);
  const hours = began ? null : readHours(words, context.expect === 'choice');
  const soonest =
    SOONEST.test(text) &&
    !/\b(whenever (it|i|we|the)|right now (it|the|my|we|its)|any ?time (i|we|it|the|you turn))\b/.test(text);
  const refused = NONE.test(text);
  let choice: number | null = null;
  if (context.offered.length > 0 && !refused) {
    const ordinal = ORDINAL_CHOICES.find(([heard]) => heard.test(text))?.[1];
    if (ordinal !== undefined)
      choice = ordinal === -1 ? context.offered.length - 1 : ordinal < context.offered.length ? ordinal : null;
    else if (day || hours) {
      const fits = fitting(
        context.offered,
        context.zone,
        day?.date ?? null,
        hours?.fromHour ?? null,
        hours?.toHour ?? null,
        hours ? !hours.halfDayKnown : false,
      );
      const starts = fits.filter((index) => startsAt(context.offered[index], context.zone, hours));
      if (fits.length === 1) choice = fits[0] ?? null;
      else if (starts.length === 1) choice = starts[0] ?? null;
    } else if (soonest) choice = 0;
  }
  if (!day && !hours && !soonest && choice === null) return null;
  return {
    choice,
    date: day?.date ?? null,
    ...(day?.sooner === undefined ? {} : { sooner: day.sooner }),
    fromHour: hours?.fromHour ?? null,
    toHour: hours?.toHour ?? null,
    soonest: soonest && !day && !hours,
  };
};
