import { faultPoint } from '#observe/fault.ts';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import { messageOf } from '#shared/errors.ts';
import type { Delivery } from '#shared/mail.ts';
import {
  begin,
  claimDue,
  followConfiguration,
  releaseExpired,
  settle,
  type ClaimedPromise,
  type Settlement,
} from '#store/outbox/claim.ts';
import { continueEscalations } from '#store/escalation/round.ts';
import type { BusinessStore } from '#store/store.ts';
import { backOff, MAX_ATTEMPTS } from './back-off.ts';

/** Carries promises of one kind of channel out of the house. Never throws. */
export interface Channel {
  readonly name: string;
  deliver(promised: ClaimedPromise): Promise<Delivery>;
}

export interface RelayOptions {
  readonly shop: BusinessStore;
  /** Only channels that are configured; promises for others wait and are shown as waiting. */
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** How long a runner may hold a promise before it counts as dead; longer than the slowest delivery. */
  readonly leaseMs?: number;
  readonly pollMs?: number;
  readonly random?: () => number;
}

export interface Relay {
  start(): void;
  /** Looks at once: call it when a promise was committed. */
  kick(): void;
  /** One pass over everything due. @returns promises handled */
  sweep(): Promise<number>;
  /** Waits for the pass under way, then takes no more. */
  stop(): Promise<void>;
}

/** Promises carried at once, so that one slow server holds up no alert. */
const BATCH = 4;

/** The embedded runner of the outbox: claims under a lease, marks before it acts, settles after. */
export const createRelay = (options: RelayOptions): Relay => {
  const { shop, clock, log, leaseMs = 120_000, pollMs = 2000, random = Math.random } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));

  const settlementOf = (claimed: ClaimedPromise, delivery: Delivery): Settlement => {
    const urgent = claimed.deadlineAt !== null;
    if (delivery.kind === 'sent') return { kind: 'sent' };
    if (delivery.kind === 'refused') return { kind: 'dead', reason: delivery.reason };
    // An alert told twice does less harm than one not told.
    if (delivery.kind === 'unknown' && !urgent) return { kind: 'unknown', reason: delivery.reason };
    if (claimed.attempts >= MAX_ATTEMPTS) return { kind: 'dead', reason: delivery.reason };
    return { kind: 'later', reason: delivery.reason, dueAt: clock.now() + backOff(claimed.attempts, urgent, random()) };
  };

  const carry = async (claimed: ClaimedPromise): Promise<void> => {
    const channel = channels.get(claimed.channel);
    if (channel === undefined) return;
    faultPoint('outbox.claimed');
    if (!(await shop.transaction((tx) => begin(tx, claimed, leaseMs)))) return;
    let delivery: Delivery;
    try {
      delivery = await channel.deliver(claimed);
    } catch (error) {
      delivery = { kind: 'refused', reason: messageOf(error) };
    }
    faultPoint('outbox.sent');
    const end = settlementOf(claimed, delivery);
    await shop.transaction((tx) => settle(tx, claimed, end));
    const facts = { outbox: claimed.id, kind: claimed.kind, attempts: claimed.attempts };
    if (end.kind === 'sent') log.info(facts, 'promise kept');
    else log.warn({ ...facts, became: end.kind, reason: end.reason }, 'promise not kept yet');
  };

  const sweep = async (): Promise<number> => {
    const claimed = await shop.transaction(async (tx) => {
      await releaseExpired(tx);
      await continueEscalations(tx);
      await followConfiguration(tx, [...channels.keys()]);
      return claimDue(tx, BATCH, leaseMs);
    });
    await Promise.all(claimed.map(carry));
    return claimed.length;
  };

  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  const pass = async (): Promise<void> => {
    do {
      again = false;
      try {
        if ((await sweep()) === BATCH) again = true;
      } catch (error) {
        log.error({ err: error }, 'the outbox relay failed and will look again');
      }
    } while (again && !stopped);
  };
  const kick = (): void => {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = pass().finally(() => {
      running = undefined;
      if (!stopped) timer = setTimeout(kick, pollMs);
    });
  };

  return {
    start() {
      stopped = false;
      kick();
    },
    kick,
    sweep,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
