import { openState } from '#conversation/state/state.ts';
import type { ConversationEvent } from '#conversation/turn-types.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { loadCheckpoint } from '#store/calls/checkpoint.ts';
import { callBefore } from '#store/calls/read.ts';
import type { Scope } from '#store/scope.ts';
import type { Desk } from '../desk.ts';

type Started = Extract<ConversationEvent, { kind: 'started' }>;

/** The start of a call together with the call from the same number that broke off shortly before, if there is one. */
export const withEarlier = async (
  scope: Scope,
  call: string,
  started: Started,
  body: CallEvent,
  { books }: Pick<Desk, 'books'>,
): Promise<Started> => {
  if (body.kind !== 'call.started') return started;
  const before = await callBefore(scope, call, body.from, body.startedAt);
  const checkpoint = before === null ? null : await loadCheckpoint(scope, before);
  if (checkpoint === null) return started;
  const state = openState(checkpoint.state);
  return state === null || books.of(state.playbookDigest) === null
    ? started
    : { ...started, earlier: { call: checkpoint.callId, state } };
};
