import { faultPoint } from '#observe/fault.ts';
import { judgeWindow } from '#schedule/offers.ts';
import { parseWindowId } from '#schedule/window.ts';
import { formatAddress } from '#shop/address.ts';
import { usd, type Money } from '#shared/money.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { normalisePhone } from '#shop/phone.ts';
import { customerFor, locationFor } from '../customers/match.ts';
import { escalate } from '../escalation/escalate.ts';
import { readCalendar } from '../shop/calendar.ts';
import { findServiceType } from '../shop/service-type.ts';
import { recordEvent } from '../jobs/event.ts';
import { promiseConfirmation, promiseDepositLink } from '../jobs/caller-texts.ts';
import { promiseBookingNotice } from '../jobs/booking-notice.ts';
import { holdsOf, releaseHolds } from '../jobs/hold.ts';
import { addJob } from '../jobs/job.ts';
import { addVisit } from '../jobs/visit.ts';
import { isEmergency } from './offer-windows.ts';
import { storeQuote } from './quote-visit.ts';
import type { Tool } from './tool.ts';

/**
 * Books. The window is judged again inside this transaction, and the reservation's unique key is the database's own
 * word on it, so that two calls can never hold the same technician's window.
 */
export const bookVisitTool: Tool<'book_visit'> = {
  changes: true,
  async run({ windowId, quoteId, visit, terms }, { tx, callId }) {
    const service = await findServiceType(tx, visit.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const window = parseWindowId(windowId);
    if (window === null) return { ok: false, error: 'window_taken' };
    const now = tx.clock.now();
    const contact = { ...visit.contact, phone: normalisePhone(visit.contact.phone) ?? visit.contact.phone };
    const held = await holdsOf(tx, contact.phone, now);
    const { shop, calendar } = await readCalendar(tx, now, held);
    const judged = judgeWindow(
      // What was promised a moment ago is kept although the lead time has begun to run out.
      { ...calendar, leadMinutes: 0 },
      { now, minutes: service.minutes, skill: service.skill, emergency: isEmergency(visit.urgency) },
      window,
    );
    if (!judged.ok) return { ok: false, error: 'window_taken' };
    const { offer } = judged;
    const [technicianId] = offer.technicians;
    if (technicianId === undefined) return { ok: false, error: 'window_taken' };

    const told = await keptQuote(tx, quoteId, service.id, offer.afterHours);
    const quote = told?.id ?? (await storeQuote(tx, callId, service, offer.afterHours, terms))?.id ?? null;
    await releaseHolds(tx, held);
    const customerId = await customerFor(tx, contact, visit.location);
    const locationId = await locationFor(tx, customerId, shop.zone, visit.location);
    const job = await addJob(tx, {
      callId,
      customerId,
      locationId,
      quoteId: quote,
      service,
      contact,
      visit,
      afterHours: offer.afterHours,
    });
    faultPoint('booking');
    const visitId = await addVisit(tx, {
      jobId: job.id,
      callId,
      technicianId,
      offer,
      zone: shop.zone,
      minutes: service.minutes,
      visit,
    });
    await recordEvent(tx, {
      subject: { kind: 'job', id: job.id },
      kind: 'job.booked',
      actor: 'caller',
      reason: 'booked by phone',
      body: { windowId, visitId },
    });
    await promiseBookingNotice(tx, job.id);
    const alertId = isEmergency(visit.urgency)
      ? await escalate(tx, {
          urgency: 'emergency',
          hazard: service.code,
          phone: contact.phone,
          address: formatAddress(visit.location),
          text: visit.problem,
          jobNumber: formatJobNumber(job.number),
          callId,
          taskId: null,
          jobId: job.id,
        })
      : null;
    await promiseConfirmation(tx, { jobId: job.id, visitId, shop: shop.name, terms });
    // A deposit nobody was told of is not taken.
    const deposit = told?.deposit ?? null;
    const linkId =
      told === null || deposit === null
        ? null
        : await promiseDepositLink(tx, { jobId: job.id, shop: shop.name, deposit, quoteId: told.id, terms });
    return {
      ok: true,
      result: {
        jobId: job.id,
        jobNumber: formatJobNumber(job.number),
        startsAt: offer.startsAt,
        endsAt: offer.endsAt,
        zone: shop.zone,
        afterHours: offer.afterHours,
        ...(alertId === null ? {} : { alertId }),
        depositLink: linkId === null || deposit === null ? null : { id: linkId, deposit },
      },
    };
  },
};

/** The quote the caller heard, when it is for this service at this time of day. */
const keptQuote = async (
  tx: Parameters<typeof storeQuote>[0],
  quoteId: string | null,
  serviceTypeId: string,
  afterHours: boolean,
): Promise<{ readonly id: string; readonly deposit: Money | null } | null> => {
  if (quoteId === null) return null;
  const row = await tx.db
    .selectFrom('quotes')
    .select(['id', 'deposit_cents'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', quoteId)
    .where('service_type_id', '=', serviceTypeId)
    .where('after_hours', '=', afterHours ? 1 : 0)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.id, deposit: row.deposit_cents === null ? null : usd(row.deposit_cents) };
};
