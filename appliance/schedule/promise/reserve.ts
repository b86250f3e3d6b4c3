import type { Duty, PreparedDay } from './technician-day.ts';

/** How much of these technicians' duty of one kind is left from now on, and how much is promised: seconds, ways included. */
export const reserveOf = (
  rows: readonly PreparedDay[],
  kind: Duty['kind'],
  now: number,
): { readonly open: number; readonly busy: number } => {
  let [open, busy] = [0, 0];
  for (const { day, start, leave, way } of rows) {
    for (const duty of day.duties) {
      if (duty.kind !== kind) continue;
      open += Math.max(0, duty.to - Math.max(duty.from, now));
      for (const [i, { id }] of day.stops.entries()) {
        const [begins, ends] = [start[i] ?? 0, leave[i] ?? 0];
        const here = duty.from <= begins && begins < duty.to;
        if (id !== null && here && ends > now) busy += ends - begins + (way[i] ?? 0);
      }
    }
  }
  return { open, busy };
};
