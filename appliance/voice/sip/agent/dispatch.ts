import { messageOf } from '#shared/errors.ts';
import { toTag, type SipRequest } from '../parse/message.ts';
import type { IncomingCall } from '../session/call.ts';
import { InboundSession } from '../session/incoming.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import { admit, inspect, unsupported, type Refusal } from './admission.ts';
import type { Calls, LiveCall } from './calls.ts';
import type { Counters } from './intake.ts';
import { replacesOf } from './replaces.ts';
import { CAPABILITIES, responseTo, type ResponseParts } from './responses.ts';
import { arrived } from './arrived.ts';
import { ALLOW, newToken, type Stack } from './stack.ts';
import type { Trunks } from './trunks.ts';

/** Seconds a caller turned away is told to wait. */
const RETRY_AFTER = '10';
const METHODS: ReadonlySet<string> = new Set(ALLOW.split(', '));

interface Surroundings {
  readonly stack: Stack;
  readonly calls: Calls;
  readonly counters: Counters;
  readonly maxCalls: number;
  readonly trunks: Trunks;
  readonly closing: () => boolean;
  readonly handler: () => ((call: IncomingCall) => void) | null;
}

/** Serves each new request as RFC 3261 section 8.2 and 12.2.2 have it. */
export const dispatcher = (around: Surroundings): ((transaction: ServerTransaction) => void) => {
  const { stack, calls, counters } = around;

  const respond = (transaction: ServerTransaction, status: number, parts: Omit<ResponseParts, 'product'> = {}): void =>
    transaction.respond(
      responseTo(transaction.request, status, { toTag: newToken(5), ...parts, product: stack.self.product }),
    );

  const refuse = (transaction: ServerTransaction, refusal: Refusal): void =>
    respond(transaction, refusal.status, refusal.fields ? { fields: refusal.fields } : {});

  const cancel = (transaction: ServerTransaction): void => {
    const invite = stack.transactions.cancelled(transaction.request);
    if (!invite) return respond(transaction, 481);
    const call = calls.cameIn(invite);
    respond(transaction, 200, call ? { toTag: call.localTag } : {});
    call?.cancel(transaction.request);
  };

  /** The call that this INVITE takes the place of (RFC 3891 section 3); null when of none, a status when that cannot be. */
  const replaced = (request: SipRequest, trunk: string | null): LiveCall | null | number => {
    const replaces = replacesOf(request);
    if (replaces === null) return null;
    if (replaces === 'malformed') return 400;
    const { callId, localTag, remoteTag, earlyOnly } = replaces;
    const call = calls.ofDialog(callId, localTag, remoteTag);
    if (!call) return 481;
    if (call.isOver) return 603;
    // Nobody takes over a call that came another way.
    if (call.trunk !== trunk) return 403;
    return earlyOnly ? 486 : call;
  };

  const invite = (transaction: ServerTransaction): void => {
    const trunk = around.trunks.of(transaction.request, transaction.source);
    const old = replaced(transaction.request, trunk?.name ?? null);
    if (typeof old === 'number') return respond(transaction, old);
    if (around.closing() || (!old && calls.live() >= around.maxCalls)) {
      counters.turnedAway++;
      return respond(transaction, 503, { fields: { 'retry-after': RETRY_AFTER } });
    }
    if (trunk && !old && calls.live(trunk.name) >= trunk.maxCalls) {
      counters.turnedAway++;
      return respond(transaction, 503, { fields: { 'retry-after': RETRY_AFTER } });
    }
    const admitted = admit(transaction.request, newToken(5), trunk?.stack.terms);
    if ('status' in admitted) return refuse(transaction, admitted);
    const handler = around.handler();
    if (!handler) return respond(transaction, 480);
    transaction.respond(responseTo(transaction.request, 100, { product: stack.self.product }));
    const over = trunk && {
      trunk: trunk.name,
      from: trunk.caller(transaction.request),
      rung: trunk.rung(transaction.request),
      domain: trunk.domain,
    };
    const call: InboundSession = new InboundSession(
      arrived(trunk?.stack ?? stack, transaction),
      transaction,
      admitted,
      over,
      () => calls.remove(call),
    );
    calls.add(call);
    if (old) {
      if (old.replace?.(call) !== true) call.reject(603);
      return;
    }
    try {
      handler(call);
    } catch (error) {
      stack.log.error({ err: error, cause: messageOf(error), call: call.id }, 'incoming call could not be taken');
      call.reject(500);
    }
  };

  return (transaction) => {
    const { request } = transaction;
    if (!METHODS.has(request.method)) return respond(transaction, 405, { fields: { allow: ALLOW } });
    if (request.method === 'CANCEL') return cancel(transaction);
    if (toTag(request) !== '') {
      const call = calls.ofRequest(request);
      if (!call) return respond(transaction, 481);
      const refusal = unsupported(request);
      return refusal ? refuse(transaction, refusal) : call.receive(transaction);
    }
    const refusal = inspect(request, stack.transactions.isMerged(request));
    if (refusal) return refuse(transaction, refusal);
    if (request.method === 'INVITE') return invite(transaction);
    if (request.method === 'REFER') return respond(transaction, 603);
    if (request.method !== 'OPTIONS') return respond(transaction, 481);
    // A box that is closing says so, and a dispatcher in front of it goes elsewhere.
    if (around.closing()) return respond(transaction, 503, { fields: { 'retry-after': RETRY_AFTER } });
    respond(transaction, 200, { fields: CAPABILITIES });
  };
};
