import { PilotError } from '#shared/errors.ts';
import type { OutboundPurpose } from '#shared/api/outbound.ts';
import { normalisePhone } from '#shop/phone.ts';
import { callerOf } from '#store/calls/read.ts';
import { finishedVisitOfJob, visitOfJob } from '#store/jobs/visit-of-customer.ts';
import type { OutboundOrder } from '#store/outbound/transactor.ts';
import type { Survey } from '#conversation/playbook/sales.ts';
import { whyNotAsked } from '#store/surveys/may-ask.ts';
import { wantsNoCalls } from '#store/outbound/read.ts';
import type { Scope } from '#store/scope.ts';

/** Whom to ring, about which visit or call, and in which zone they live. */
export type Whom = Pick<OutboundOrder, 'to' | 'visitId' | 'callId' | 'zone'>;

interface Asking {
  readonly rules: Survey;
  readonly now: number;
}

const nobody = (about: string, fix: string): PilotError =>
  new PilotError('outbound.nobody', `Nobody can be rung about ${JSON.stringify(about)}.`, { fix });

const ofJob = async (scope: Scope, about: string): Promise<Whom> => {
  const [, number] = /^[Jj]-?(\d{1,9})$/u.exec(about) ?? [];
  const visit = number === undefined ? null : await visitOfJob(scope, Number(number));
  const to = normalisePhone(visit?.contact_phone ?? '');
  if (visit === null || to === null) throw nobody(about, 'Name a job whose visit is still to come, like J-1042.');
  return { to, visitId: visit.id, callId: null, zone: visit.zone };
};

/** Whoever was asked lately, has complained or had an emergency is not asked how it was. */
const ofFinished = async (scope: Scope, about: string, { rules, now }: Asking): Promise<Whom> => {
  const [, number] = /^[Jj]-?(\d{1,9})$/u.exec(about) ?? [];
  const visit = number === undefined ? null : await finishedVisitOfJob(scope, Number(number));
  const to = normalisePhone(visit?.contact_phone ?? '');
  if (visit === null || to === null)
    throw nobody(about, 'Name a job whose visit is over, like J-1042 (pilot survey finish J-1042).');
  const reason = await whyNotAsked(scope, visit, rules, now);
  if (reason !== null && reason !== 'opted_out') {
    throw new PilotError(
      'outbound.not_asked',
      `The customer of ${about} is not asked how it was: ${reason.replaceAll('_', ' ')}.`,
      {
        fix: reason === 'off' ? 'Switch survey.on of the playbook on.' : 'Call them yourself.',
      },
    );
  }
  return { to, visitId: visit.id, callId: null, zone: visit.zone };
};

const ofCall = async (scope: Scope, about: string, zone: string): Promise<Whom> => {
  const to = normalisePhone((await callerOf(scope, about)) ?? '');
  if (to === null) throw nobody(about, 'Name a call whose number was not withheld by its id.');
  return { to, visitId: null, callId: about, zone };
};

/**
 * Whom the records say is to be rung: the number on file, so that nobody else hears of it.
 * @param zone of the shop, where nothing tells another
 * @param asking what the playbook says of asking how a visit was, and business time, epoch ms
 * @throws PilotError `outbound.nobody`, `outbound.not_asked`; `outbound.opted_out` when whoever has the number asked us not to call it
 */
export const whomToRing = async (
  scope: Scope,
  purpose: OutboundPurpose,
  about: string,
  zone: string,
  asking: Asking,
): Promise<Whom> => {
  const ofVisit = purpose === 'confirmation' || purpose === 'reminder';
  const whom = ofVisit
    ? await ofJob(scope, about)
    : purpose === 'follow_up'
      ? await ofFinished(scope, about, asking)
      : await ofCall(scope, about, zone);
  if (!(await wantsNoCalls(scope, whom.to))) return whom;
  throw new PilotError('outbound.opted_out', 'This number asked not to be called by the box.', {
    fix: 'Call it yourself, or write to the customer.',
  });
};
