import { offerWindows } from '#schedule/offers.ts';
import { readCalendar } from '../shop/calendar.ts';
import { findServiceType } from '../shop/service-type.ts';
import type { Tool } from './tool.ts';

export const offerWindowsTool: Tool<'offer_windows'> = {
  changes: false,
  async run(args, { tx }) {
    const service = await findServiceType(tx, args.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const now = tx.clock.now();
    const { shop, calendar } = await readCalendar(tx, now);
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

/** Emergencies may use the capacity that is kept back for them. */
export const isEmergency = (urgency: string): boolean => urgency === 'emergency' || urgency === 'life_safety';
