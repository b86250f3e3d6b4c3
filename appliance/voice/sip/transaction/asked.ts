import type { SipRequest, SipResponse } from '../parse/message.ts';
import { writeMessage } from '../parse/writer.ts';
import type { Timers } from '../timers.ts';
import type { Endpoint, Transport } from '../transport/transport.ts';
import { acknowledge } from './acknowledge.ts';
import { CLIENT_START, nextClient, type ClientInput } from './client.ts';
import { drive } from './drive.ts';
import { INVITE_CLIENT_START, nextInviteClient, type InviteClientInput } from './invite-client.ts';

type Failure = 'timeout' | 'transport';

/** What a sent request leads to: any number of provisional responses, then final ones or a failure. */
export interface ResponseHandlers {
  response(response: SipResponse): void;
  failure(cause: Failure): void;
}

export interface Asked {
  readonly to: Endpoint;
  start(): void;
  response(response: SipResponse): void;
  transportFailed(): void;
  dispose(): void;
}

interface Surroundings {
  readonly transport: Transport;
  readonly timers: Timers;
  readonly onEnd: () => void;
}

type Input = InviteClientInput & ClientInput;

/** A request of ours in its client transaction. Nothing is sent before `start`. */
export const ask = (request: SipRequest, to: Endpoint, handlers: ResponseHandlers, around: Surroundings): Asked => {
  const { transport, timers } = around;
  const bytes = writeMessage(request);
  let latest: SipResponse | null = null;
  const effect = (one: { readonly do: string; readonly cause?: Failure }): void => {
    if (one.do === 'send') transport.send(bytes, to);
    else if (one.do === 'ack' && latest) transport.send(writeMessage(acknowledge(request, latest)), to);
    else if (one.do === 'deliver' && latest) handlers.response(latest);
    else if (one.do === 'fail') handlers.failure(one.cause ?? 'transport');
    else if (one.do === 'end') around.onEnd();
  };
  const machine =
    request.method === 'INVITE'
      ? drive({
          start: INVITE_CLIENT_START,
          timers,
          next: (state, input: InviteClientInput) => nextInviteClient(state, input, transport.reliable),
          fired: (timer): InviteClientInput => ({ kind: 'timer', timer: timer as 'A' }),
          effect,
        })
      : drive({
          start: CLIENT_START,
          timers,
          next: (state, input: ClientInput) => nextClient(state, input, transport.reliable),
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
    transportFailed: () => input({ kind: 'transport-error' }),
    dispose: () => machine.dispose(),
  };
};
