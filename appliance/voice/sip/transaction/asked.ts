import type { SipRequest, SipResponse } from '../parse/message.ts';
import { writeMessage } from '../parse/writer.ts';
import type { Timers } from '../timers.ts';
import { isReliable, type Target } from '../transport/transport.ts';
import type { Transports } from '../transport/transports.ts';
import { acknowledge } from './acknowledge.ts';
import { CLIENT_START, nextClient, type ClientInput } from './client.ts';
import { drive } from './drive.ts';
import { INVITE_CLIENT_START, nextInviteClient, type InviteClientInput } from './invite-client.ts';

export type Failure = 'timeout' | 'transport';

/** What a sent request leads to: any number of provisional responses, then final ones or a failure. */
export interface ResponseHandlers {
  response(response: SipResponse): void;
  /** @param detail what the transport said */
  failure(cause: Failure, detail?: string): void;
}

export interface Asked {
  readonly to: Target;
  start(): void;
  response(response: SipResponse): void;
  /** The way there broke. A request that was heard of waits on: its answer may come another way (RFC 3261 section 18.2.2). */
  transportFailed(detail: string): void;
  dispose(): void;
}

interface Surroundings {
  readonly transport: Pick<Transports, 'send'>;
  readonly timers: Timers;
  readonly onEnd: () => void;
}

type Input = InviteClientInput & ClientInput;

/** A request of ours in its client transaction. Nothing is sent before `start`. */
export const ask = (request: SipRequest, to: Target, handlers: ResponseHandlers, around: Surroundings): Asked => {
  const { transport, timers } = around;
  const bytes = writeMessage(request);
  const reliable = isReliable(to.protocol);
  let latest: SipResponse | null = null;
  let detail: string | undefined;
  const effect = (one: { readonly do: string; readonly cause?: Failure }): void => {
    if (one.do === 'send') transport.send(bytes, to);
    else if (one.do === 'ack' && latest) transport.send(writeMessage(acknowledge(request, latest)), to);
    else if (one.do === 'deliver' && latest) handlers.response(latest);
    else if (one.do === 'fail') handlers.failure(one.cause ?? 'transport', detail);
    else if (one.do === 'end') around.onEnd();
  };
  const machine =
    request.method === 'INVITE'
      ? drive({
          start: INVITE_CLIENT_START,
          timers,
          next: (state, input: InviteClientInput) => nextInviteClient(state, input, reliable),
          fired: (timer): InviteClientInput => ({ kind: 'timer', timer: timer as 'A' }),
          effect,
        })
      : drive({
          start: CLIENT_START,
          timers,
          next: (state, input: ClientInput) => nextClient(state, input, reliable),
          fired: (timer): ClientInput => ({ kind: 'timer', timer: timer as 'E' }),
          effect,
        });
  const input = (one: Input): void => machine.input(one);
  return {
    to,
    start: () => input({ kind: 'start' }),
    response: (response) => {
      latest = response;
      input({ kind: 'response', status: response.status });
    },
    transportFailed: (said) => {
      if (latest) return;
      detail = said;
      input({ kind: 'transport-error' });
    },
    dispose: () => machine.dispose(),
  };
};
