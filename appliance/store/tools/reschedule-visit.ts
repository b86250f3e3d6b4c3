import { faultPoint } from '#observe/fault.ts';
import { judgeWindow, type Calendar } from '#schedule/offers.ts';
import { parseWindowId } from '#schedule/window.ts';
import { readCalendar } from '../shop/calendar.ts';
import { findServiceType } from '../shop/service-type.ts';
import type { Tx } from '../scope.ts';
import { changedVisit, moveVisit } from '../jobs/change-visit.ts';
import { activeVisit, mayTouch, type CustomerVisit } from '../jobs/visit-of-customer.ts';
import { isEmergency } from './offer-windows.ts';
import { storeQuote } from './quote-visit.ts';
import type { Tool } from './tool.ts';

/** Once somebody was sent, a change needs a person. */
const CHANGEABLE = new Set(['scheduled', 'confirmed']);

export const isChangeable = (visit: CustomerVisit): boolean => CHANGEABLE.has(visit.status);

/** Who keeps the visit now is free at that time, if the visit leaves it. */
const withoutVisit = async (tx: Tx, visit: CustomerVisit, busy: Calendar['busy']): Promise<Calendar['busy']> => {
  const own = await tx.db
    .selectFrom('assignments')
    .select(['technician_id', 'planned_start', 'planned_end'])
    .where('business_id', '=', tx.businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  return busy.filter(
    (span) =>
      !own.some(
        (one) =>
          one.technician_id === span.technicianId &&
          one.planned_start === span.startsAt &&
          one.planned_end === span.endsAt,
      ),
  );
};

/**
 * Moves a visit. As with a booking, the window is judged again inside this transaction and the reservation's unique key is
 * the last word; whatever fails leaves the old window as it was.
 */
export const rescheduleVisitTool: Tool<'reschedule_visit'> = {
  changes: true,
  async run({ visitId, windowId, reason, ...proof }, { tx, callId }) {
    const visit = await activeVisit(tx, visitId);
    if (visit === null) return { ok: false, error: 'not_found' };
    if (!(await mayTouch(tx, callId, visit, 'change', proof))) return { ok: false, error: 'not_proven' };
    if (!isChangeable(visit)) return { ok: false, error: 'too_late' };
    const window = parseWindowId(windowId);
    const service = await findServiceType(tx, visit.service_code);
    if (window === null || service === null) return { ok: false, error: 'window_taken' };
    const now = tx.clock.now();
    const { calendar } = await readCalendar(tx, now);
    const judged = judgeWindow(
      { ...calendar, leadMinutes: 0, busy: await withoutVisit(tx, visit, calendar.busy) },
      { now, minutes: visit.minutes, skill: visit.skill, emergency: isEmergency(visit.urgency) },
      window,
    );
    const technicianId = judged.ok ? judged.offer.technicians[0] : undefined;
    if (!judged.ok || technicianId === undefined || judged.offer.startsAt === visit.starts_at)
      return { ok: false, error: 'window_taken' };
    const { offer } = judged;
    const otherHours = offer.afterHours !== (visit.after_hours === 1);
    const quote = otherHours ? await storeQuote(tx, callId, service, offer.afterHours, null) : null;
    faultPoint('moving');
    await moveVisit(tx, visit, offer, technicianId, quote?.id ?? null, { callId, reason });
    return { ok: true, result: { ...changedVisit(visit, offer), quote } };
  },
};
