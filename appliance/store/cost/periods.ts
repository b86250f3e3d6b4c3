import { localDate } from '#schedule/local-time.ts';

/** Keys of the sums an instant counts to, in the shop's zone: `day:2026-11-23`, `month:2026-11`. */
export const periodsOf = (at: number, zone: string): { readonly day: string; readonly month: string } => {
  const date = localDate(at, zone);
  return { day: `day:${date}`, month: `month:${date.slice(0, 7)}` };
};
