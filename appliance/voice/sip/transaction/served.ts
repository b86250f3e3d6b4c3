import type { SipRequest, SipResponse } from '../parse/message.ts';
import { writeMessage } from '../parse/writer.ts';
import type { Timers } from '../timers.ts';
import { returnPath } from '../transport/return-path.ts';
import { isReliable, type Target } from '../transport/transport.ts';
import type { Transports } from '../transport/transports.ts';
import { drive } from './drive.ts';
import {
  nextInviteServer,
  type InviteServerEffect,
  type InviteServerInput,
  type InviteServerState,
} from './invite-server.ts';
import { nextServer, type ServerEffect, type ServerInput, type ServerState } from './server.ts';

/** A request that came in, until its answer is settled. */
export interface ServerTransaction {
  readonly request: SipRequest;
  readonly source: Target;
  respond(response: SipResponse): void;
}

export interface Served {
  readonly transaction: ServerTransaction;
  /** Where its responses go. */
  readonly to: Target;
  /** The same request came again. */
  repeated(): void;
  ack(request: SipRequest): void;
  /** No way leads back to who asked. */
  transportFailed(): void;
  dispose(): void;
}

interface Surroundings {
  readonly transport: Pick<Transports, 'send'>;
  readonly timers: Timers;
  /** An ACK that belongs to the 2xx, not to this transaction. */
  readonly onAck: (request: SipRequest) => void;
  readonly onEnd: () => void;
}

/** Serves one request: INVITE by its own machine, every other method by the common one. */
export const serve = (request: SipRequest, source: Target, around: Surroundings): Served =>
  request.method === 'INVITE' ? serveInvite(request, source, around) : serveOther(request, source, around);

const serveInvite = (request: SipRequest, source: Target, around: Surroundings): Served => {
  const to = returnPath(request, source);
  let latestAck: SipRequest | null = null;
  const machine = drive<InviteServerState<Buffer>, InviteServerInput<Buffer>, InviteServerEffect<Buffer>>({
    start: { at: 'proceeding', last: null },
    timers: around.timers,
    next: (state, input: InviteServerInput<Buffer>) => nextInviteServer(state, input, isReliable(source.protocol)),
    fired: (timer): InviteServerInput<Buffer> => ({ kind: 'timer', timer: timer as 'G' }),
    effect: (effect) => {
      if (effect.do === 'send') around.transport.send(effect.message, to);
      else if (effect.do === 'deliver-ack' && latestAck) around.onAck(latestAck);
      else if (effect.do === 'end') around.onEnd();
    },
  });
  return {
    transaction: {
      request,
      source,
      respond: (response) =>
        machine.input({ kind: 'respond', status: response.status, response: writeMessage(response) }),
    },
    to,
    repeated: () => machine.input({ kind: 'request' }),
    transportFailed: () => machine.input({ kind: 'transport-error' }),
    ack: (ack) => {
      latestAck = ack;
      machine.input({ kind: 'ack' });
    },
    dispose: () => machine.dispose(),
  };
};

const serveOther = (request: SipRequest, source: Target, around: Surroundings): Served => {
  const to = returnPath(request, source);
  const machine = drive<ServerState<Buffer>, ServerInput<Buffer>, ServerEffect<Buffer>>({
    start: { at: 'trying' },
    timers: around.timers,
    next: (state, input: ServerInput<Buffer>) => nextServer(state, input, isReliable(source.protocol)),
    fired: (): ServerInput<Buffer> => ({ kind: 'timer', timer: 'J' }),
    effect: (effect) => {
      if (effect.do === 'send') around.transport.send(effect.message, to);
      else if (effect.do === 'end') around.onEnd();
    },
  });
  return {
    transaction: {
      request,
      source,
      respond: (response) =>
        machine.input({ kind: 'respond', status: response.status, response: writeMessage(response) }),
    },
    to,
    repeated: () => machine.input({ kind: 'request' }),
    transportFailed: () => machine.input({ kind: 'transport-error' }),
    ack: around.onAck,
    dispose: () => machine.dispose(),
  };
};
