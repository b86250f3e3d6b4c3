import { openState } from '#conversation/state/state.ts';
import type { EarlierCall } from '#conversation/state/resume.ts';
import type { ConversationEvent } from '#conversation/turn-types.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { normalisePhone } from '#shop/phone.ts';
import { loadCheckpoint } from '#store/calls/checkpoint.ts';
import { callBefore, callerOf } from '#store/calls/read.ts';
import type { Scope } from '#store/scope.ts';
import { activeVisit, finishedVisit, type CustomerVisit } from '#store/jobs/visit-of-customer.ts';
import type { Desk } from '../desk.ts';

type Started = Extract<ConversationEvent, { kind: 'started' }>;
type CallStarted = Extract<CallEvent, { kind: 'call.started' }>;
type Books = Pick<Desk, 'books'>;

const stateOf = async (scope: Scope, call: string, { books }: Books): Promise<EarlierCall | null> => {
  const checkpoint = await loadCheckpoint(scope, call);
  const state = checkpoint === null ? null : openState(checkpoint.state);
  return state === null || books.of(state.playbookDigest) === null ? null : { call, state };
};

const samePhone = (a: string, b: string): boolean =>
  normalisePhone(a) !== null && normalisePhone(a) === normalisePhone(b);

const firstNameOf = ({ contact_name, contact_name_confirmed }: CustomerVisit): string | null =>
  contact_name_confirmed === 1 ? (contact_name.split(' ')[0] ?? null) : null;

/** A call of ours: whom we ask for, and what it goes on with. A name that nobody confirmed is not asked for. */
const ours = async (scope: Scope, started: Started, body: CallStarted, books: Books): Promise<Started> => {
  const { purpose, about } = body.outbound ?? { purpose: 'reminder', about: '' };
  if (purpose === 'confirmation' || purpose === 'reminder') {
    const visit = await activeVisit(scope, about);
    return {
      ...started,
      outbound: { purpose, firstName: visit === null ? null : firstNameOf(visit), visit: visit?.id ?? null },
    };
  }
  if (purpose === 'follow_up') {
    const visit = await finishedVisit(scope, about);
    return {
      ...started,
      outbound: { purpose, firstName: visit === null ? null : firstNameOf(visit), visit: visit?.id ?? null },
    };
  }
  const earlier = samePhone((await callerOf(scope, about)) ?? '', body.to) ? await stateOf(scope, about, books) : null;
  const { name } = earlier?.state.slots ?? {};
  const firstName = name?.state === 'confirmed' ? name.value.first : null;
  return { ...started, outbound: { purpose, firstName, visit: null }, ...(earlier === null ? {} : { earlier }) };
};

/** The start of a call together with what the records say of it: the call that broke off before it, or why we rang. */
export const startOf = async (
  scope: Scope,
  call: string,
  started: Started,
  body: CallEvent,
  books: Books,
): Promise<Started> => {
  if (body.kind !== 'call.started') return started;
  if (body.outbound) return ours(scope, started, body, books);
  const before = await callBefore(scope, call, body.from, body.startedAt);
  const earlier = before === null ? null : await stateOf(scope, before, books);
  return earlier === null ? started : { ...started, earlier };
};
