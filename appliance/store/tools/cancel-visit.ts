import { callOffVisit, changedVisit } from '../jobs/change-visit.ts';
import { ACTIVE, activeVisit, mayTouch } from '../jobs/visit-of-customer.ts';
import { isChangeable } from './reschedule-visit.ts';
import type { Tool } from './tool.ts';

export const cancelVisitTool: Tool<'cancel_visit'> = {
  changes: true,
  async run({ visitId, reason, ...proof }, { tx, callId }) {
    const visit = await activeVisit(tx, visitId);
    if (visit === null) return { ok: false, error: 'not_found' };
    if (!(await mayTouch(tx, callId, visit, 'change', proof))) return { ok: false, error: 'not_proven' };
    if (!isChangeable(visit)) return { ok: false, error: 'too_late' };
    await callOffVisit(tx, visit, ACTIVE, { callId, reason });
    return { ok: true, result: changedVisit(visit) };
  },
};
