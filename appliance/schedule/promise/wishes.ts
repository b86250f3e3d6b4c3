/** What a caller would like, in local terms. */
export interface Wishes {
  readonly date: string | null;
  /** Hours of the day, 0 to 24, halves allowed. */
  readonly fromHour: number | null;
  readonly toHour: number | null;
  /** Ids of windows already turned down. */
  readonly exclude: readonly string[];
}

/** How well a window (hours of the day) meets the wished hours: 2 lies within them, 1 touches them, 0 misses. */
export const meets = (
  [starts, ends]: readonly [number, number],
  wishes: Pick<Wishes, 'fromHour' | 'toHour'>,
): 0 | 1 | 2 => {
  if (wishes.fromHour === null && wishes.toHour === null) return 2;
  const from = wishes.fromHour ?? 0;
  const wished = wishes.toHour ?? 24;
  const to = wished > from ? wished : from + 0.5;
  if (from <= starts && ends <= to) return 2;
  return starts < to && from < ends ? 1 : 0;
};
