import { toTag, type SipMessage, type SipRequest, type SipResponse } from '../parse/message.ts';
import { writeMessage } from '../parse/writer.ts';
import type { Timers } from '../timers.ts';
import { sameTarget, type Target } from '../transport/transport.ts';
import type { Transports } from '../transport/transports.ts';
import { ask, type Asked, type ResponseHandlers } from './asked.ts';
import { clientKey, mergeKey, serverKey } from './keys.ts';
import { serve, type Served, type ServerTransaction } from './served.ts';

/** The transaction user: what no transaction settles by itself. */
export interface TransactionUser {
  /** A request seen for the first time. */
  request(transaction: ServerTransaction): void;
  /** An ACK to a 2xx, or one that belongs to nothing. */
  ack(request: SipRequest): void;
  /** A response without a transaction: a late 2xx, or a stray. */
  response(response: SipResponse): void;
}

export interface Transactions {
  receive(message: SipMessage, source: Target): void;
  /** Sends a request in a new transaction; its Via holds a fresh branch. @returns gives it up: nothing more is sent or told */
  request(request: SipRequest, to: Target, handlers: ResponseHandlers): () => void;
  /** Sends without a transaction: an ACK to a 2xx. */
  send(message: SipMessage, to: Target): void;
  /** The INVITE this CANCEL is about (RFC 3261 section 9.2). */
  cancelled(cancel: SipRequest): ServerTransaction | null;
  /** True when this request is another copy of one being served (section 8.2.2.2). */
  isMerged(request: SipRequest): boolean;
  /** The transport cannot send there, or no longer: what waits for that far end fails (sections 8.1.3.1 and 17.2.4). */
  unreachable(to: Target, detail: string): void;
  /** Transactions alive now. */
  count(): number;
  close(): void;
}

/** The transaction layer over one transport (RFC 3261 section 17). */
export const openTransactions = (
  transport: Pick<Transports, 'send'>,
  timers: Timers,
  user: TransactionUser,
): Transactions => {
  const served = new Map<string, Served>();
  const asked = new Map<string, Asked>();
  const copies = new Map<string, number>();

  const begin = (key: string, request: SipRequest, source: Target): void => {
    const merge = mergeKey(request);
    const onEnd = (): void => {
      served.get(key)?.dispose();
      served.delete(key);
      const left = (copies.get(merge) ?? 1) - 1;
      if (left > 0) copies.set(merge, left);
      else copies.delete(merge);
    };
    const one = serve(request, source, { transport, timers, onAck: (ack) => user.ack(ack), onEnd });
    served.set(key, one);
    copies.set(merge, (copies.get(merge) ?? 0) + 1);
    user.request(one.transaction);
  };

  return {
    receive: (message, source) => {
      if (message.kind === 'response') {
        const one = asked.get(clientKey(message));
        if (one) one.response(message);
        else user.response(message);
        return;
      }
      const key = serverKey(message);
      const one = served.get(key);
      if (message.method === 'ACK') {
        if (one) one.ack(message);
        else user.ack(message);
      } else if (one) one.repeated();
      else begin(key, message, source);
    },
    request: (request, to, handlers) => {
      const key = clientKey(request);
      const onEnd = (): void => {
        asked.get(key)?.dispose();
        asked.delete(key);
      };
      const one = ask(request, to, handlers, { transport, timers, onEnd });
      asked.set(key, one);
      one.start();
      return onEnd;
    },
    send: (message, to) => transport.send(writeMessage(message), to),
    cancelled: (cancel) => served.get(serverKey(cancel, 'INVITE'))?.transaction ?? null,
    isMerged: (request) => toTag(request) === '' && (copies.get(mergeKey(request)) ?? 0) > 1,
    unreachable: (to, detail) => {
      const there = (one: Asked | Served): boolean => sameTarget(one.to, to);
      // What fails may ask again at once.
      for (const one of [...asked.values()].filter(there)) one.transportFailed(detail);
      // A response on a connection that is gone goes over a new one; only when that cannot be had there is no way back.
      if (to.connection === undefined) for (const one of [...served.values()].filter(there)) one.transportFailed();
    },
    count: () => served.size + asked.size,
    close: () => {
      for (const one of [...served.values(), ...asked.values()]) one.dispose();
      served.clear();
      asked.clear();
      copies.clear();
    },
  };
};
