import { faultPoint } from '#observe/fault.ts';
import { promisedOf } from '#schedule/promised.ts';
import { parseWindowId } from '#schedule/window.ts';
import { findServiceType } from '../shop/service-type.ts';
import { claim } from '../schedule/claim.ts';
import { keepsOrder, needOfVisit } from '../schedule/need-of-visit.ts';
import { changedVisit, moveVisit } from '../jobs/change-visit.ts';
import { activeVisit, mayTouch, type CustomerVisit } from '../jobs/visit-of-customer.ts';
import { storeQuote } from './quote-visit.ts';
import type { Tool } from './tool.ts';

/** Once somebody was sent, a change needs a person. */
const CHANGEABLE = new Set(['scheduled', 'confirmed']);

export const isChangeable = (visit: CustomerVisit): boolean => CHANGEABLE.has(visit.status);

/**
 * Moves a visit. As with a booking, the window is judged again inside this transaction and its day claimed by its
 * version; whatever fails leaves the old window as it was.
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
    const asked = await needOfVisit(tx, visit, now);
    if (asked === null) return { ok: false, error: 'window_taken' };
    const claimed = await claim(tx, { need: asked.need, window, except: asked.own });
    if (typeof claimed === 'string') return { ok: false, error: 'window_taken' };
    const offer = promisedOf(claimed.job.offer.window);
    if (offer.startsAt === visit.starts_at || !(await keepsOrder(tx, visit, offer.date)))
      return { ok: false, error: 'window_taken' };
    const otherHours = offer.afterHours !== (visit.after_hours === 1);
    const quote = otherHours ? await storeQuote(tx, callId, service, offer.afterHours, null) : null;
    faultPoint('moving');
    const move = { location: asked.need.location, quoteId: quote?.id ?? null };
    await moveVisit(tx, visit, claimed, move, { callId, reason });
    return { ok: true, result: { ...changedVisit(visit, offer), quote } };
  },
};
