import type { OutboundCalls } from '#api/outbound.ts';
import { english } from '#conversation/language/en-US/templates/phrasebook.ts';
import type { Log } from '#observe/log.ts';
import { callableFrom } from '#schedule/calling-hours.ts';
import type { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';
import type { Page, PageRequest } from '#shared/api/page.ts';
import type { Clock } from '#shared/clock.ts';
import type { OutboundConfig } from '#shared/config/outbound.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import { normalisePhone } from '#shop/phone.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import {
  addOutboundCall,
  beginOutboundAttempt,
  cancelOutboundCall,
  progressOutboundAttempt,
  settleOutboundAttempt,
} from '#store/outbound/transactor.ts';
import type { BusinessStore } from '#store/store.ts';
import type { CostBooks } from '../cost/books.ts';

/** How often what is due is looked for, ms. */
const LOOK_MS = 1000;
/** An attempt that voice tells nothing of for so long is lost, ms. Longer than any call of this kind. */
const LOST_AFTER_MS = 5 * 60_000;

/** @throws PilotError `outbound.opted_out` when whoever has the number asked us not to call it */
export const refuseUnwanted = async (store: BusinessStore, phone: string): Promise<void> => {
  if (!(await store.outboundCalls.wantsNone(normalisePhone(phone) ?? phone))) return;
  throw new PilotError('outbound.opted_out', 'This number asked not to be called by the box.', {
    fix: 'Call it yourself, or write to the customer.',
  });
};

export interface OutboundBoardDeps {
  readonly store: BusinessStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: the box calls nobody. */
  readonly config: OutboundConfig | null;
  readonly shop: { readonly name: string; readonly phone: string; readonly zone: string };
  /** Hands the order to voice. @returns false when no voice is there */
  readonly dial: (dial: Omit<DialMessage, 'type' | 'epoch'>) => boolean;
  readonly connected: () => boolean;
  readonly costs: Pick<CostBooks, 'outboundTalked'>;
}

/** Somebody, or a machine, took the call: the carrier bills it. */
const ANSWERED: ReadonlySet<string> = new Set(['confirmed', 'declined', 'heard', 'voicemail']);

/**
 * Calls of the box's own, one at a time. An attempt is written down before anybody is rung, and its result is taken once: whatever dies
 * in between, nobody is rung twice for one attempt.
 */
export class OutboundBoard implements OutboundCalls {
  readonly #deps: OutboundBoardDeps;
  #timer: NodeJS.Timeout | null = null;
  #looking = false;

  constructor(deps: OutboundBoardDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#deps.config === null) return;
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  list(page: PageRequest): Promise<Page<OutboundCallRecord>> {
    return this.#deps.store.outboundCalls.list(page);
  }

  async place(call: NewOutboundCall): Promise<OutboundCallRecord> {
    const { clock, config, shop, store } = this.#deps;
    if (config === null) {
      throw new PilotError('outbound.off', 'This box makes no calls.', {
        fix: 'Name the trunk its calls go over in outbound.trunk of the configuration.',
      });
    }
    await refuseUnwanted(store, call.to);
    const dueAt = callableFrom(clock.now(), shop.zone, config.hours);
    const id = await store.transaction((tx) => addOutboundCall(tx, call, dueAt));
    return this.#one(id);
  }

  async cancel(id: string): Promise<OutboundCallRecord> {
    const { store } = this.#deps;
    const before = await this.#one(id);
    if (await store.transaction((tx) => cancelOutboundCall(tx, id))) return this.#one(id);
    throw new PilotError('outbound.begun', `This call does not wait any more: it is ${before.status}.`, {
      fix: 'Only a call that waits can be taken back.',
    });
  }

  /** What voice tells of an attempt. */
  async told(attempt: string, body: CallEvent): Promise<void> {
    const { config, store } = this.#deps;
    if (body.kind === 'outbound.progress')
      return store.transaction((tx) => progressOutboundAttempt(tx, attempt, body.status));
    if (body.kind !== 'outbound.result' || config === null) return;
    const { outcome, status, ms } = body;
    await store.transaction(async (tx) => {
      await settleOutboundAttempt(tx, attempt, { outcome, status, ms }, config);
      if (ANSWERED.has(outcome)) await this.#deps.costs.outboundTalked(tx, attempt, ms);
    });
  }

  /** Makes the next call that is due, unless one goes on. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#next();
    } catch (error) {
      this.#deps.log.error({ cause: messageOf(error) }, 'calls that are due could not be made');
    }
    this.#looking = false;
  }

  async #one(id: string): Promise<OutboundCallRecord> {
    const call = await this.#deps.store.outboundCalls.one(id);
    if (call) return call;
    throw new PilotError('outbound.unknown', 'No such call was asked for.', {
      fix: 'Take the id from the list of outbound calls.',
    });
  }

  async #next(): Promise<void> {
    const { clock, config, connected, dial, shop, store } = this.#deps;
    const now = clock.now();
    if (config === null) return;
    const [underWay] = await store.outboundCalls.underWay();
    if (underWay) {
      if (now - underWay.since < LOST_AFTER_MS) return;
      const lost = { outcome: 'lost', status: 0, ms: now - underWay.since } as const;
      await store.transaction((tx) => settleOutboundAttempt(tx, underWay.attempt, lost, config));
      return;
    }
    // A call that was put off may have come due in the night.
    if (!connected() || callableFrom(now, shop.zone, config.hours) > now) return;
    const due = await store.outboundCalls.due(now);
    if (!due) return;
    const attempt = await store.transaction((tx) => beginOutboundAttempt(tx, due.id));
    if (attempt === null) return;
    const business = { name: shop.name, phone: shop.phone.slice(-10) };
    const script = english.outbound(business, due.purpose, due.text);
    if (dial({ attempt, to: due.to, ringMs: config.ringMs, script })) return;
    const lost = { outcome: 'lost', status: 0, ms: 0 } as const;
    await store.transaction((tx) => settleOutboundAttempt(tx, attempt, lost, config));
  }
}
