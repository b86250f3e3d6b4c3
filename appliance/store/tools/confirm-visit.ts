import { changedVisit, confirmVisit } from '../jobs/change-visit.ts';
import { activeVisit, mayTouch } from '../jobs/visit-of-customer.ts';
import type { Tool } from './tool.ts';

export const confirmVisitTool: Tool<'confirm_visit'> = {
  changes: true,
  async run({ visitId, ...proof }, { tx, callId }) {
    const visit = await activeVisit(tx, visitId);
    if (visit === null) return { ok: false, error: 'not_found' };
    if (!(await mayTouch(tx, callId, visit, 'see', proof))) return { ok: false, error: 'not_proven' };
    await confirmVisit(tx, visit, callId);
    return { ok: true, result: changedVisit(visit) };
  },
};
