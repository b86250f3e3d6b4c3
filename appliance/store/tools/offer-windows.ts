import type { Need } from '#schedule/promise/ask.ts';
import { promisedOf } from '#schedule/promised.ts';
import type { WindowOffer } from '#schedule/promise/windows.ts';
import type { OfferedWindow } from '#conversation/tools.ts';
import { normalisePhone } from '#shop/phone.ts';
import { holdsOf } from '../jobs/hold.ts';
import { activeVisit } from '../jobs/visit-of-customer.ts';
import { findWindows } from '../schedule/find.ts';
import { needOfVisit } from '../schedule/need-of-visit.ts';
import { needOf, placeOf } from '../schedule/needs.ts';
import type { Tx } from '../scope.ts';
import { findServiceType } from '../shop/service-type.ts';
import type { Tool } from './tool.ts';

export const offerWindowsTool: Tool<'offer_windows'> = {
  changes: false,
  async run(args, { tx, callId }) {
    const now = tx.clock.now();
    const asked = await askedFor(tx, args, now);
    if (asked === null) return { ok: false, error: 'unknown_service' };
    const except = [...(await heldForCaller(tx, callId, now)), ...asked.own];
    const { zone, offers, reason } = await findWindows(tx, asked.need, args, args.limit, except);
    const offered = (one: WindowOffer): OfferedWindow => {
      const { id, startsAt, endsAt, afterHours } = promisedOf(one.window);
      return { id, startsAt, endsAt, zone, afterHours };
    };
    return {
      ok: true,
      result: {
        windows: offers
          .map(({ offer, further }) => ({ ...offered(offer), further: further.map(offered) }))
          .toSorted((a, b) => a.startsAt - b.startsAt),
        refused: args.date === null || reason === null ? null : { date: args.date, reason },
      },
    };
  },
};

/** What is asked of the schedule, and the reservations that the visit itself would leave; null for work the shop does not do. */
const askedFor = async (
  tx: Tx,
  { serviceType, urgency, place, visitId }: Parameters<typeof offerWindowsTool.run>[0],
  now: number,
): Promise<{ readonly need: Need; readonly own: readonly string[] } | null> => {
  const visit = visitId === undefined ? null : await activeVisit(tx, visitId);
  if (visit !== null) return needOfVisit(tx, visit, now);
  const service = await findServiceType(tx, serviceType);
  if (service === null) return null;
  return { need: await needOf(tx, service, urgency, await placeOf(tx, place ?? null), now), own: [] };
};

/** What is held for the number this call comes from: it tells nobody anything, and a caller who rings back finds it free. */
const heldForCaller = async (tx: Tx, callId: string, now: number): Promise<readonly string[]> => {
  const call = await tx.db
    .selectFrom('calls')
    .select('from_number')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .executeTakeFirst();
  const phone = call === undefined ? null : normalisePhone(call.from_number);
  return phone === null ? [] : holdsOf(tx, phone, now);
};
