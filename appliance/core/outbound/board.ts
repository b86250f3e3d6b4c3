import type { Survey } from '#conversation/playbook/sales.ts';
import type { OutboundCalls } from '#api/outbound.ts';
import type { Log } from '#observe/log.ts';
import { callableFrom } from '#schedule/calling-hours.ts';
import type { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';
import type { Page, PageRequest } from '#shared/api/page.ts';
import type { Clock } from '#shared/clock.ts';
import type { OutboundConfig } from '#shared/config/outbound.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import { readOutboundCall } from '#store/outbound/read.ts';
import {
  addOutboundCall,
  beginOutboundAttempt,
  cancelOutboundCall,
  closeOutboundTalk,
  progressOutboundAttempt,
  putOffOutboundCall,
  settleOutboundAttempt,
} from '#store/outbound/transactor.ts';
import type { BusinessStore } from '#store/store.ts';
import { whomToRing } from './whom.ts';

/** How often what is due is looked for, ms. */
const LOOK_MS = 1000;
/** An attempt that voice tells nothing of for so long is lost, ms. Longer than any phone rings. */
const LOST_AFTER_MS = 5 * 60_000;

/** What voice tells of a ring. */
export type RingEvent = Extract<CallEvent, { kind: 'outbound.ringing' | 'outbound.result' }>;
type UnderWay = Awaited<ReturnType<BusinessStore['outboundCalls']['underWay']>>[number];

export interface OutboundBoardDeps {
  readonly store: BusinessStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: the box calls nobody. */
  readonly config: OutboundConfig | null;
  /** The shop's, where nothing tells where somebody lives. */
  readonly zone: string;
  /** What the playbook in force says of asking how a visit was. */
  readonly survey: () => Survey;
  /** Hands the order to voice. @returns false when no voice is there */
  readonly dial: (dial: Omit<DialMessage, 'type' | 'epoch'>) => boolean;
  readonly connected: () => boolean;
}

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
    const { clock, config, store, survey, zone } = this.#deps;
    if (config === null) {
      throw new PilotError('outbound.off', 'This box makes no calls.', {
        fix: 'Name the trunk its calls go over in outbound.trunk of the configuration.',
      });
    }
    const { about, purpose, who = '' } = call;
    return store.transaction(async (tx) => {
      const whom = await whomToRing(tx, purpose, about, zone, { rules: survey(), now: clock.now() });
      const dueAt = callableFrom(clock.now(), whom.zone, config.hours);
      const id = await addOutboundCall(tx, { purpose, ...whom, who }, dueAt);
      return known(await readOutboundCall(tx, id));
    });
  }

  async cancel(id: string): Promise<OutboundCallRecord> {
    const { store } = this.#deps;
    const before = await this.#one(id);
    if (await store.transaction((tx) => cancelOutboundCall(tx, id))) return this.#one(id);
    throw new PilotError('outbound.begun', `This call does not wait any more: it is ${before.status}.`, {
      fix: 'Only a call that waits can be taken back.',
    });
  }

  /** What voice tells of an attempt until it is answered, or will not be; its call tells the rest. */
  async told(attempt: string, body: RingEvent): Promise<void> {
    const { config, store } = this.#deps;
    if (body.kind === 'outbound.ringing')
      return store.transaction((tx) => progressOutboundAttempt(tx, attempt, 'ringing'));
    if (config === null) return;
    const { outcome, status, ms } = body;
    await store.transaction((tx) => settleOutboundAttempt(tx, attempt, { outcome, status, ms }, config));
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
    return known(await this.#deps.store.outboundCalls.one(id));
  }

  async #next(): Promise<void> {
    const { clock, config, connected, dial, store } = this.#deps;
    const now = clock.now();
    if (config === null) return;
    const [underWay] = await store.outboundCalls.underWay();
    if (underWay) return this.#lookAfter(underWay, config);
    if (!connected()) return;
    const due = await store.outboundCalls.due(now);
    if (!due) return;
    // A call that was put off may have come due in the night.
    const dueAt = callableFrom(now, due.zone, config.hours);
    if (dueAt > now) return store.transaction((tx) => putOffOutboundCall(tx, due.id, dueAt));
    const attempt = await store.transaction((tx) => beginOutboundAttempt(tx, due.id));
    if (attempt === null) return;
    const { about, purpose, to } = due;
    if (dial({ attempt, to, ringMs: config.ringMs, reason: { purpose, about } })) return;
    const lost = { outcome: 'lost', status: 0, ms: 0 } as const;
    await store.transaction((tx) => settleOutboundAttempt(tx, attempt, lost, config));
  }

  /** An attempt goes on as long as its call does; one that nobody tells of is lost. */
  async #lookAfter({ attempt, since, talk }: UnderWay, config: OutboundConfig): Promise<void> {
    const { clock, store } = this.#deps;
    const ms = clock.now() - since;
    if (talk !== null) {
      const { ended } = talk;
      if (ended !== null) await store.transaction((tx) => closeOutboundTalk(tx, attempt, ended));
    } else if (ms >= LOST_AFTER_MS) {
      const lost = { outcome: 'lost', status: 0, ms } as const;
      await store.transaction((tx) => settleOutboundAttempt(tx, attempt, lost, config));
    }
  }
}

const known = (call: OutboundCallRecord | null): OutboundCallRecord => {
  if (call !== null) return call;
  throw new PilotError('outbound.unknown', 'No such call was asked for.', {
    fix: 'Take the id from the list of outbound calls.',
  });
};
