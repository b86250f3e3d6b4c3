import { secondsOf, type SipRequest, type SipResponse } from '../parse/message.ts';
import { writeMessage } from '../parse/writer.ts';
import { cancelOf } from '../transaction/acknowledge.ts';
import type { Failure } from '../transaction/asked.ts';
import { isReliable, sameTarget, type Target } from '../transport/transport.ts';
import { withVia, type Stack } from './stack.ts';

export interface SendHandlers {
  response(response: SipResponse): void;
  /** Told once, when the last target failed. `unlocated`: no target is known; `unsent`: given up before anything went out. */
  failure(cause: Failure | 'unlocated' | 'unsent', detail: string): void;
  /** Every target, before the first is tried. */
  located?(targets: readonly Target[]): void;
}

export interface Try {
  /** As it went out, Via and all. */
  readonly request: SipRequest;
  readonly to: Target;
  /** A response came, be it a provisional one. */
  readonly heard: boolean;
}

/** A request of ours on its way. */
export interface Sent {
  /** The try under way; null before the first. */
  latest(): Try | null;
  /** Tries no further target. */
  giveUp(): void;
}

/** RFC 3261 section 18.1.1: what is longer goes by TCP, as it might be cut in pieces on the way, and one of them lost. */
const MOST_BY_UDP = 1_300;
/** A target that says nothing for so long is left for the next one: timers B and F (32 s) are longer than a caller waits. */
const FAILOVER_MS = 5_000;
/** How long a target that gave no answer, or cannot be connected to, is tried last. */
export const SILENT_FOR_MS = 60_000;
const BUSY_FOR_MS = 30_000;
const RETRY_AFTER_MOST_MS = 3_600_000;
/** TCP that is tried for the length of a request alone is often filtered. */
const LONG_BY_TCP_MS = 2_000;
const NO_TCP_FOR_MS = 600_000;

/**
 * Sends a request to the targets of a URI, one after the other until one answers (RFC 3263 section 4.3): on silence, where it
 * cannot be sent, and on 503. Each try is a transaction of its own.
 */
export const sendRequest = (stack: Stack, unsent: SipRequest, hop: string, handlers: SendHandlers): Sent => {
  const { outages, timers, transactions } = stack;
  let latest: Try | null = null;
  let given = false;

  const attempt = (to: Target, rest: readonly Target[]): void => {
    const request = withVia(stack.self, unsent, to.protocol);
    const [next, ...others] = rest;
    const trying = { request, to, heard: false };
    latest = trying;
    let left = false;
    const onlyLong = to.protocol === 'TCP' && next?.protocol === 'UDP' && next.address === to.address;
    const waitMs = onlyLong ? LONG_BY_TCP_MS : FAILOVER_MS;
    const stopWaiting = next ? timers.after(waitMs, () => leave('timeout', 'it gave no answer')) : () => {};
    const leave = (cause: Failure, detail: string): void => {
      if (left) return;
      left = true;
      stopWaiting();
      // Who has said anything is there: the request failed, not the target.
      if (trying.heard) return handlers.failure(cause, detail);
      outages.note(to, 'silent', onlyLong ? NO_TCP_FOR_MS : SILENT_FOR_MS);
      if (!next || given) return handlers.failure(cause, detail);
      if (request.method !== 'INVITE') abandon();
      stack.log.info({ from: nameOf(to), to: nameOf(next), cause: detail }, 'SIP target failed, trying the next');
      attempt(next, others);
    };
    // Section 9.1: who wakes up after all must not ring for nothing.
    const late = (response: SipResponse): void => {
      if (response.status >= 200 && response.status < 300) return handlers.response(response);
      if (response.status >= 200 || cancelled) return;
      cancelled = true;
      transactions.request(cancelOf(request), to, { response: () => {}, failure: () => {} });
    };
    let cancelled = false;
    let abandon = (): void => {};
    abandon = transactions.request(request, to, {
      response: (response) => {
        if (left) return late(response);
        trying.heard = true;
        stopWaiting();
        if (response.status !== 503) {
          if (response.status >= 200) outages.over(to);
          return handlers.response(response);
        }
        const asked = secondsOf(response, 'retry-after');
        outages.note(to, 'busy', asked === null ? BUSY_FOR_MS : Math.min(asked * 1000, RETRY_AFTER_MOST_MS));
        if (!next || given) return handlers.response(response);
        left = true;
        attempt(next, others);
      },
      failure: (cause, detail) => leave(cause, detail ?? 'it gave no answer'),
    });
  };

  findTargets(
    stack,
    unsent,
    hop,
    (targets) => {
      handlers.located?.(targets);
      const [first, ...rest] = targets;
      if (given || !first) return handlers.failure('unsent', 'it was given up');
      attempt(first, rest);
    },
    (cause) => handlers.failure('unlocated', cause),
  );
  return {
    latest: () => latest,
    giveUp: () => {
      given = true;
    },
  };
};

/** Sends the ACK to a 2xx: once, as it has no transaction; when it is lost the 2xx comes again. */
export const sendAck = (stack: Stack, unsent: SipRequest, hop: string): void =>
  findTargets(
    stack,
    unsent,
    hop,
    ([to]) => {
      if (to) stack.transactions.send(withVia(stack.self, unsent, to.protocol), to);
    },
    (cause) => stack.log.warn({ cause }, 'SIP ACK could not be sent'),
  );

const findTargets = (
  stack: Stack,
  request: SipRequest,
  hop: string,
  found: (targets: readonly Target[]) => void,
  failed: (cause: string) => void,
): void => {
  const { near, outages } = stack;
  stack.locate(
    hop,
    stack.way,
    (targets) => {
      const ranked = targets.toSorted((a, b) => nearness(b, near) - nearness(a, near));
      // Who is too busy for new calls still has its old ones.
      const isUp = (one: Target): boolean =>
        !outages.has(one, ...(nearness(one, near) > 0 ? (['silent'] as const) : []));
      const [up, down] = [ranked.filter(isUp), ranked.filter((one) => !isUp(one))];
      // A far end behind a router cannot be connected to: what is for it goes over the connection that the call came on (RFC 5626 section 5.3).
      const other = near && isReliable(near.protocol) && targets.every((one) => !sameTarget(one, near));
      const flow = other ? [near] : [];
      found([...up, ...flow, ...down].flatMap((one) => byLength(stack, request, one)));
    },
    failed,
  );
};

/** The target that a dialog is already served by goes before its equals: ACK follows INVITE. */
const nearness = (target: Target, near: Target | undefined): number => {
  if (!near || target.protocol !== near.protocol || target.address !== near.address) return 0;
  return target.port === near.port ? 2 : 1;
};

/** A long request tries TCP before UDP, unless the trunk or the far end will have none of it. */
const byLength = (stack: Stack, request: SipRequest, to: Target): Target[] => {
  const tcp: Target = { address: to.address, port: to.port, protocol: 'TCP' };
  const short = isReliable(to.protocol) || !stack.longByTcp || stack.outages.has(tcp);
  if (short || writeMessage(withVia(stack.self, request, 'UDP')).length <= MOST_BY_UDP) return [to];
  return [tcp, to];
};

const nameOf = ({ protocol, address, port }: Target): string => `${protocol} ${address}:${port}`;
