import type { LocalWindow } from '#schedule/window.ts';

/** Windows that start at this hour or later are after hours in the demo shop. */
export const AFTER_HOURS_FROM = '17:00';

/** `2026-11-23 21:00-23:00` as a window of the shop. */
export const parseWindow = (text: string): LocalWindow => {
  const [date = '', hours = ''] = text.split(' ');
  const [starts = '', ends = ''] = hours.split('-');
  return { date, starts, ends };
};
