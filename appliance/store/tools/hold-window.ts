import { holdUntil } from '#schedule/hold.ts';
import { promisedOf } from '#schedule/promised.ts';
import { parseWindowId } from '#schedule/window.ts';
import { normalisePhone } from '#shop/phone.ts';
import { promise } from '../outbox/promise.ts';
import { claim } from '../schedule/claim.ts';
import { needOf, placeOf } from '../schedule/needs.ts';
import { findServiceType } from '../shop/service-type.ts';
import { recordEvent } from '../jobs/event.ts';
import { addHold, HELD, holdsOf, releaseHolds } from '../jobs/hold.ts';
import { addTask } from '../jobs/task.ts';
import type { Tool } from './tool.ts';

/** A caller who was promised a text expects it while they still hold the phone. */
const TEXT_WITHIN_MS = 5 * 60_000;

/** Keeps a window for a caller who has to ask somebody, until a stored instant: the text with it, and a task to ask again. */
export const holdWindowTool: Tool<'hold_window'> = {
  changes: true,
  async run(args, { tx, callId }) {
    const service = await findServiceType(tx, args.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const window = parseWindowId(args.windowId);
    if (window === null) return { ok: false, error: 'window_taken' };
    const now = tx.clock.now();
    const phone = normalisePhone(args.phone) ?? args.phone;
    const before = await holdsOf(tx, phone, now);
    const place = await placeOf(tx, args.place ?? null);
    const need = await needOf(tx, service, args.urgency, place, now);
    const claimed = await claim(tx, { need, window, except: before });
    if (typeof claimed === 'string') return { ok: false, error: 'window_taken' };
    const { shop } = claimed;
    const offer = promisedOf(claimed.job.offer.window);
    // One person holds one window.
    await releaseHolds(tx, before);
    const expiresAt = holdUntil(now, offer.startsAt);
    const holdId = await addHold(tx, claimed, { location: place.location, callId, expiresAt });
    const { startsAt, endsAt, afterHours } = offer;
    const facts = {
      service: service.name,
      startsAt,
      endsAt,
      zone: shop.zone,
      expiresAt,
      spokenFeeCents: args.spokenFeeCents,
    };
    const taskId = await addTask(tx, {
      kind: 'call_back',
      callId,
      reason: HELD,
      text: args.text,
      name: args.name,
      phone,
      urgency: args.urgency,
      facts,
    });
    await recordEvent(tx, {
      subject: { kind: 'task', id: taskId },
      kind: 'task.opened',
      actor: 'caller',
      reason: HELD,
      body: { windowId: offer.id, expiresAt },
    });
    await promise(tx, {
      kind: 'window.held',
      channel: 'sms',
      recipient: phone,
      template: 'window.held',
      facts: { ...facts, shop: shop.name, shopPhone: shop.phone },
      idempotencyKey: `window.held/${holdId}`,
      deadlineAt: now + TEXT_WITHIN_MS,
    });
    return { ok: true, result: { holdId, startsAt, endsAt, zone: shop.zone, afterHours, expiresAt } };
  },
};
