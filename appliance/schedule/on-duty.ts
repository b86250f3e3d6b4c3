import { Temporal } from 'temporal-polyfill';
import { isAtWork, type Technician } from './crew.ts';

/** Who is at work or on call at an instant (epoch ms), in the order given. */
export const onDuty = <One extends Technician>(technicians: readonly One[], zone: string, instant: number): One[] => {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString().slice(0, 5);
  const now = { date: local.toPlainDate().toString(), starts: time, ends: time };
  return technicians.filter((one) =>
    (['available', 'on_call'] as const).some((kind) => isAtWork(one, now, local.dayOfWeek, kind)),
  );
};
