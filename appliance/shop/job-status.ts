/**
 * A job:  scheduled -> in_progress -> completed
 *             |  ^          |
 *             v  |          v
 *            on_hold <------+        any but completed -> cancelled
 */
export type JobStatus = 'scheduled' | 'in_progress' | 'on_hold' | 'completed' | 'cancelled';

/**
 * A visit:  scheduled -> confirmed -> dispatched -> on_the_way -> arrived -> done
 *           (confirmed may be left out; until arrived it may be cancelled, and ends as no_access when nobody opens)
 */
export type VisitStatus =
  | 'scheduled'
  | 'confirmed'
  | 'dispatched'
  | 'on_the_way'
  | 'arrived'
  | 'done'
  | 'no_access'
  | 'cancelled';

const JOB: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  scheduled: ['in_progress', 'on_hold', 'cancelled'],
  in_progress: ['completed', 'on_hold', 'cancelled'],
  on_hold: ['scheduled', 'in_progress', 'cancelled'],
  completed: [],
  cancelled: [],
};

const VISIT: Readonly<Record<VisitStatus, readonly VisitStatus[]>> = {
  scheduled: ['confirmed', 'dispatched', 'cancelled'],
  confirmed: ['dispatched', 'cancelled'],
  dispatched: ['on_the_way', 'arrived', 'scheduled', 'cancelled'],
  on_the_way: ['arrived', 'dispatched', 'no_access', 'cancelled'],
  arrived: ['done', 'no_access'],
  done: [],
  no_access: [],
  cancelled: [],
};

export const mayJobBecome = (from: JobStatus, to: JobStatus): boolean => JOB[from].includes(to);
export const mayVisitBecome = (from: VisitStatus, to: VisitStatus): boolean => VISIT[from].includes(to);
