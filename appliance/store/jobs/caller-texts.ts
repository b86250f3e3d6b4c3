import type { BookingTerms } from '#conversation/tools.ts';
import type { Money } from '#shared/money.ts';
import { formatAddress } from '#shop/address.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { readJob } from './read-job.ts';

/** The caller waits for it on the phone in their hand. */
const LINK_DEADLINE_MS = 15 * 60_000;
const CONFIRMATION_DEADLINE_MS = 60 * 60_000;

/** What every text of a booking is made of. It holds no code, and no way to pay but the link. */
interface TextFacts {
  readonly shop: string;
  readonly jobNumber: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
  /** On every written offer, where the shop has given one. */
  readonly licenceNumber: string | null;
}

export interface ConfirmationFacts extends TextFacts {
  readonly address: string;
  readonly feeCents: number | null;
  /** The text tells of the right to cancel. */
  readonly cancellationNotice: boolean;
}

export interface DepositFacts extends TextFacts {
  readonly depositCents: number;
  readonly quoteId: string;
}

interface Booked {
  readonly jobId: string;
  readonly shop: string;
  readonly terms: BookingTerms;
}

/** A promised text, where the job has a number that texts can go to. @returns the row's id, or null */
const promiseText = async <Facts extends TextFacts>(
  tx: Tx,
  { jobId, shop, terms }: Booked,
  text: { readonly kind: string; readonly key: string; readonly deadlineMs: number },
  more: (job: NonNullable<Awaited<ReturnType<typeof readJob>>>) => Omit<Facts, keyof TextFacts>,
): Promise<string | null> => {
  const job = await readJob(tx, jobId);
  if (job?.visit == null || !job.customer.phone.startsWith('+')) return null;
  const facts = {
    shop,
    jobNumber: job.number,
    startsAt: job.visit.startsAt,
    endsAt: job.visit.endsAt,
    zone: job.visit.zone,
    licenceNumber: terms.licenceNumber,
    ...more(job),
  };
  return promise(tx, {
    kind: text.kind,
    channel: 'sms',
    recipient: job.customer.phone,
    template: text.kind,
    facts,
    idempotencyKey: `${text.kind}/${text.key}`,
    deadlineAt: tx.clock.now() + text.deadlineMs,
  });
};

/** Promises the caller the confirmation of a visit by text; once a visit. */
export const promiseConfirmation = (tx: Tx, booked: Booked & { readonly visitId: string }): Promise<string | null> =>
  promiseText<ConfirmationFacts>(
    tx,
    booked,
    { kind: 'visit.confirmed', key: booked.visitId, deadlineMs: CONFIRMATION_DEADLINE_MS },
    (job) => ({
      address: formatAddress(job.location),
      feeCents: job.price?.fee.cents ?? null,
      cancellationNotice: booked.terms.cancellationNotice,
    }),
  );

/** Promises the caller a link for the deposit by text; once a job. */
export const promiseDepositLink = (
  tx: Tx,
  booked: Booked & { readonly deposit: Money; readonly quoteId: string },
): Promise<string | null> =>
  promiseText<DepositFacts>(
    tx,
    booked,
    { kind: 'deposit.link', key: booked.jobId, deadlineMs: LINK_DEADLINE_MS },
    () => ({ depositCents: booked.deposit.cents, quoteId: booked.quoteId }),
  );
