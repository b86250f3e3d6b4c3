import { foundVisit, provenVisits } from '../jobs/visit-of-customer.ts';
import type { Tool } from './tool.ts';

export const findVisitsTool: Tool<'find_visits'> = {
  changes: false,
  async run({ wish, ...proof }, { tx, callId }) {
    const rows = await provenVisits(tx, callId, wish, proof, tx.clock.now());
    return { ok: true, result: { visits: rows.map(foundVisit) } };
  },
};
