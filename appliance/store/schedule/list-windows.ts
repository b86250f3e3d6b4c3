import { promisedOf } from '#schedule/promised.ts';
import type { WindowOffer } from '#schedule/promise/windows.ts';
import type { WindowList, WindowQuery } from '#shared/api/windows.ts';
import { PilotError } from '#shared/errors.ts';
import type { Scope } from '../scope.ts';
import { readRota } from '../shop/rota.ts';
import { findServiceType } from '../shop/service-type.ts';
import { findWindows } from './find.ts';
import { needOf, NOWHERE } from './needs.ts';

const MOST = 20;

/**
 * What the schedule would offer a new customer now, with names and reasons, for people.
 * @throws PilotError `shop.no_service`
 */
export const listWindows = async (
  scope: Scope,
  { service: code, date, emergency, limit }: WindowQuery,
  now: number,
): Promise<WindowList> => {
  const service = await findServiceType(scope, code);
  if (service?.code !== code)
    throw new PilotError('shop.no_service', `the shop has no service type ${code}`, {
      fix: 'pilot shop lists the codes of those it has.',
    });
  const urgency = emergency === true ? 'emergency' : 'routine';
  const need = await needOf(scope, service, urgency, NOWHERE, now);
  const wishes = { date: date ?? null, fromHour: null, toHour: null, exclude: [] };
  const { zone, offers, refused } = await findWindows(scope, need, wishes, limit ?? MOST, []);
  const names = new Map((await readRota(scope)).map(({ id, name }) => [id, name]));
  const plain = ({ window, seats }: WindowOffer) => {
    const { id, startsAt, endsAt } = promisedOf(window);
    return { id, startsAt, endsAt, technicians: seats.map(({ technician }) => names.get(technician) ?? '') };
  };
  return {
    zone,
    windows: offers.map(({ offer, further }) => ({
      ...plain(offer),
      afterHours: offer.window.duty === 'on_call',
      further: further.map(plain),
    })),
    refused: refused.map(({ window, reason, technicians }) => ({
      id: window.id,
      reason,
      technicians: { ...technicians },
    })),
  };
};
