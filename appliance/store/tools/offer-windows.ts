import { offerWindows } from '#schedule/offers.ts';
import { normalisePhone } from '#shop/phone.ts';
import type { Tx } from '../scope.ts';
import { holdsOf } from '../jobs/hold.ts';
import { readCalendar } from '../shop/calendar.ts';
import { findServiceType } from '../shop/service-type.ts';
import type { Tool } from './tool.ts';

export const offerWindowsTool: Tool<'offer_windows'> = {
  changes: false,
  async run(args, { tx, callId }) {
    const service = await findServiceType(tx, args.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const now = tx.clock.now();
    const { shop, calendar } = await readCalendar(tx, now, await heldForCaller(tx, callId, now));
    const request = { now, minutes: service.minutes, skill: service.skill, emergency: isEmergency(args.urgency) };
    const { offers } = offerWindows(calendar, request, args, args.limit);
    return {
      ok: true,
      result: {
        windows: offers.map(({ id, startsAt, endsAt, afterHours }) => ({
          id,
          startsAt,
          endsAt,
          zone: shop.zone,
          afterHours,
        })),
      },
    };
  },
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

/** Emergencies may use the capacity that is kept back for them. */
export const isEmergency = (urgency: string): boolean => urgency === 'emergency' || urgency === 'life_safety';
