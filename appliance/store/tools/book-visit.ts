import { faultPoint } from '#observe/fault.ts';
import { promisedOf } from '#schedule/promised.ts';
import { parseWindowId } from '#schedule/window.ts';
import { formatAddress } from '#shop/address.ts';
import { usd, type Money } from '#shared/money.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { normalisePhone } from '#shop/phone.ts';
import { keepContact } from '../customers/contact.ts';
import { customerFor } from '../customers/match.ts';
import { locationFor } from '../locations/for-call.ts';
import { escalate } from '../escalation/escalate.ts';
import { claim } from '../schedule/claim.ts';
import { isEmergency, needOf, placeOf } from '../schedule/needs.ts';
import { techniciansNamed } from '../shop/technician-names.ts';
import { findServiceType } from '../shop/service-type.ts';
import { recordEvent } from '../jobs/event.ts';
import { promiseConfirmation, promiseDepositLink } from '../jobs/caller-texts.ts';
import { promiseBookingNotice } from '../jobs/booking-notice.ts';
import { holdsOf, releaseHolds } from '../jobs/hold.ts';
import { addJob } from '../jobs/job.ts';
import { addVisits } from '../jobs/visit.ts';
import { storeQuote } from './quote-visit.ts';
import type { Tool } from './tool.ts';

/**
 * Books every visit of the job, or nothing. The window is judged again inside this transaction, and its days are claimed by
 * their version (store/schedule/claim.ts), so that two calls can never be promised the same time.
 */
export const bookVisitTool: Tool<'book_visit'> = {
  changes: true,
  async run({ windowId, further, quoteId, visit, terms }, { tx, callId }) {
    const service = await findServiceType(tx, visit.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const window = parseWindowId(windowId);
    if (window === null) return { ok: false, error: 'window_taken' };
    const now = tx.clock.now();
    const contact = { ...visit.contact, phone: normalisePhone(visit.contact.phone) ?? visit.contact.phone };
    const held = await holdsOf(tx, contact.phone, now);
    const place = await placeOf(tx, visit.location);
    const wished = visit.technician === undefined ? [] : await techniciansNamed(tx, visit.technician);
    const preferred = [...wished, ...place.preferred];
    const need = await needOf(tx, service, visit.urgency, { ...place, preferred }, now);
    const claimed = await claim(tx, { need, window, further, except: held });
    if (typeof claimed === 'string') return { ok: false, error: 'window_taken' };
    const { shop, job: planned } = claimed;
    const offer = promisedOf(planned.offer.window);

    const told = await keptQuote(tx, quoteId, service.id, offer.afterHours);
    const quote = told?.id ?? (await storeQuote(tx, callId, service, offer.afterHours, terms))?.id ?? null;
    await releaseHolds(tx, held);
    const customerId = await customerFor(tx, contact, visit.location);
    if (contact.email)
      await keepContact(tx, customerId, {
        kind: 'email',
        value: contact.email.address,
        confirmed: contact.email.confirmed,
      });
    const locationId = await locationFor(tx, customerId, shop.zone, visit.location, place.location);
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
    const [visitId, ...furtherIds] = await addVisits(tx, claimed, { jobId: job.id, callId, need, visit });
    await recordEvent(tx, {
      subject: { kind: 'job', id: job.id },
      kind: 'job.booked',
      actor: 'caller',
      reason: 'booked by phone',
      body: { windowId, visitId, ...(furtherIds.length === 0 ? {} : { furtherIds }) },
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
        further: planned.further.map((one) => {
          const { startsAt, endsAt } = promisedOf(one.window);
          return { startsAt, endsAt, zone: shop.zone };
        }),
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
