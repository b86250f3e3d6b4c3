import { instantOf } from './local-time.ts';
import type { CandidateWindow } from './promise/windows.ts';
import { parseWindowId, windowId, type LocalWindow } from './window.ts';

/** A window as it is promised: local wall time with the instants it stands for (epoch ms). */
export interface PromisedWindow extends LocalWindow {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly afterHours: boolean;
}

export const promisedOf = ({ id, from, to, duty }: CandidateWindow): PromisedWindow => {
  const local = parseWindowId(id) ?? { date: '', starts: '', ends: '' };
  return { ...local, id, startsAt: from * 1000, endsAt: to * 1000, afterHours: duty === 'on_call' };
};

/** A window that somebody else chose: of a booking that stands already. */
export const resolveWindow = (window: LocalWindow, zone: string, afterHours: boolean): PromisedWindow => ({
  ...window,
  id: windowId(window),
  startsAt: instantOf(window.date, window.starts, zone),
  endsAt: instantOf(window.date, window.ends, zone),
  afterHours,
});
