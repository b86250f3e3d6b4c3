import type {
  CallSnapshot,
  EngineState,
  LineState,
  ModesMessage,
  TraceAnswer,
  TraceAsk,
} from '#shared/link/messages.ts';
import { messageOf } from '#shared/errors.ts';
import { faultPoint } from '#observe/fault.ts';
import type { FeedHub } from '#api/feed-hub.ts';
import type { Desk } from '../desk.ts';
import type { Troubles } from '../health.ts';
import type { RingEvent } from '../outbound/board.ts';
import type { LinkHandlers, VoicePeer } from '../link-server.ts';
import { VoiceQuestions } from '../voice-questions.ts';
import { takeAlone } from './alone.ts';
import { changesOfResumed } from './feed.ts';
import { takeForwarded } from './forwarded.ts';
import { closeLostCall } from './lost.ts';
import type { EventMessage } from './event-message.ts';
import { CallSession, endsCall } from './session.ts';
import { restoreSession } from './restore.ts';

/** How long a lost voice process has to come back before its calls count as cut off, ms. */
const LOST_AFTER_MS = 5000;

/** Hands each event of the link to its conversation, and each conversation's commands to voice. */
export class CallRouter implements LinkHandlers {
  readonly #desk: Desk;
  readonly #feed: FeedHub;
  readonly #troubles: Troubles;
  readonly #sessions = new Map<string, Promise<CallSession>>();
  readonly #questions = new VoiceQuestions();
  #peer: VoicePeer | null = null;
  #lines: readonly LineState[] = [];
  #engines: readonly EngineState[] = [];
  #modes: ModesMessage | null = null;
  #lostTimer: NodeJS.Timeout | null = null;
  #closing: Promise<void> = Promise.resolve();

  constructor(desk: Desk, feed: FeedHub, troubles: Troubles) {
    this.#desk = desk;
    this.#feed = feed;
    this.#troubles = troubles;
  }

  /** Voice tells how somebody is rung. */
  onRing: (attempt: string, body: RingEvent) => Promise<void> = async () => undefined;

  /** Orders a call. @returns false when there is no voice to make it */
  dial(dial: Parameters<VoicePeer['dial']>[0]): boolean {
    this.#peer?.dial(dial);
    return this.#peer !== null;
  }

  /** A line was changed by phone. */
  onLineChanged: () => Promise<void> = async () => undefined;

  /** How the trunks stand, as voice last told. */
  get lines(): readonly LineState[] {
    return this.#lines;
  }

  onLines(_peer: VoicePeer, lines: readonly LineState[]): void {
    this.#lines = lines;
  }

  /** How engines outside the box stand, as voice last told. */
  get engines(): readonly EngineState[] {
    return this.#engines;
  }

  onEngines(_peer: VoicePeer, engines: readonly EngineState[]): void {
    this.#engines = engines;
  }

  /** @throws PilotError `api.voice_away` */
  ask(question: TraceAsk): Promise<TraceAnswer> {
    return this.#questions.ask(this.#peer, question);
  }

  onTold(_peer: VoicePeer, request: number, answer: TraceAnswer): void {
    this.#questions.told(request, answer);
  }

  /** When the lines answer; told to voice at once, and again at each connection. */
  tellModes(modes: ModesMessage): void {
    this.#modes = modes;
    this.#peer?.modes(modes);
  }

  get connected(): boolean {
    return this.#peer !== null;
  }

  onSnapshot(peer: VoicePeer, calls: readonly CallSnapshot[]): void {
    this.#peer = peer;
    if (this.#modes) peer.modes(this.#modes);
    if (this.#lostTimer) clearTimeout(this.#lostTimer);
    this.#lostTimer = null;
    const alive = new Set(calls.map((call) => call.call));
    void this.#goOn(calls).catch((error: unknown) => this.#complain(error));
    this.#closing = this.#closeLost(alive).catch((error: unknown) => this.#complain(error));
  }

  onEvent(peer: VoicePeer, event: EventMessage): void {
    void this.#handle(peer, event).catch((error: unknown) => {
      // Not acknowledged: voice keeps the event and sends it again with the next connection.
      this.#desk.log.error(
        { call: event.call, event: event.body.kind, cause: messageOf(error) },
        'an event was not taken',
      );
    });
  }

  onLost(peer: VoicePeer): void {
    if (this.#peer !== peer) return;
    this.#peer = null;
    this.#lines = [];
    this.#engines = [];
    this.#lostTimer = setTimeout(() => {
      void this.#closeLost(new Set()).catch((error: unknown) => this.#complain(error));
    }, LOST_AFTER_MS);
  }

  close(): void {
    if (this.#lostTimer) clearTimeout(this.#lostTimer);
  }

  async #handle(peer: VoicePeer, event: EventMessage): Promise<void> {
    if (event.body.kind === 'outbound.ringing' || event.body.kind === 'outbound.result') {
      faultPoint(`${event.body.kind}.received`);
      await this.onRing(event.call, event.body);
      return peer.acknowledge(event.call, event.seq);
    }
    if (event.body.kind === 'call.alone') {
      await takeAlone(this.#desk, event.call, event.body);
      this.#sessions.delete(event.call);
      void this.#desk.costs.settle();
      return peer.acknowledge(event.call, event.seq);
    }
    if (event.body.kind === 'call.forwarded') {
      await takeForwarded(this.#desk, event.call, event.body);
      void this.#desk.costs.settle();
      return peer.acknowledge(event.call, event.seq);
    }
    this.#watch(event.body);
    // Who rings back may go on with a call that is just being closed.
    if (event.body.kind === 'call.started') await this.#closing;
    const session = await this.#session(event.call);
    const taken = await session.take(event);
    if (event.seq > 0) {
      peer.acknowledge(event.call, event.seq);
      faultPoint('acknowledged');
    }
    for (const command of taken.commands) {
      peer.command(event.call, command.id, command.answers, command.body);
    }
    if (taken.commands.length > 0) {
      faultPoint('commanded');
      if (taken.outcome?.acts.some((act) => act.startsWith('read_back')) === true) faultPoint('read_back.commanded');
    }
    for (const change of taken.changes) this.#feed.publish(change);
    if (event.body.kind === 'line.change') await this.onLineChanged();
    if (!endsCall(event.body)) return;
    this.#sessions.delete(event.call);
    void this.#desk.costs.settle();
  }

  /** A caller who cannot be heard is logged. Recording that fails is told to the office; the call goes on without it. */
  #watch(body: EventMessage['body']): void {
    if (body.kind === 'media.one_way')
      this.#desk.log.warn({ cause: body.cause, restoredMs: body.restoredMs }, 'a caller could not be heard');
    if (body.kind === 'owner.entered') this.#troubles.clear('changes by phone');
    if (body.kind === 'owner.refused' && body.locked)
      this.#troubles.report(
        'changes by phone',
        `locked for 15 minutes: wrong PINs were pressed on line ${body.line}`,
        'If that was not you, choose another PIN (pilot line pin); the call list shows who rang.',
      );
    if (body.kind === 'recording.started') this.#troubles.clear('recording');
    if (body.kind !== 'recording.failed') return;
    this.#desk.log.error({ cause: body.reason }, 'a call could not be recorded');
    this.#troubles.report(
      'recording',
      body.reason,
      'Free space on the disk of the data folder, or let this user write there.',
    );
  }

  #session(call: string): Promise<CallSession> {
    const known = this.#sessions.get(call);
    if (known) return known;
    const opened = restoreSession(this.#desk, call).then(
      (session) =>
        session ??
        new CallSession(this.#desk, {
          call,
          state: this.#desk.emptyState(),
          lastSeq: 0,
          turn: 0,
          pending: [],
        }),
    );
    this.#sessions.set(call, opened);
    opened.catch(() => this.#sessions.delete(call));
    return opened;
  }

  /** After a connection: what was decided and may not have reached the caller is given out again. */
  async #goOn(calls: readonly CallSnapshot[]): Promise<void> {
    for (const { call, done } of calls) {
      const session = await this.#session(call);
      await this.#show(call);
      for (const command of session.pending) {
        if (!done.includes(command.id)) this.#peer?.command(call, command.id, command.answers, command.body);
      }
    }
  }

  /** A core that was away shows the call from its record. */
  async #show(call: string): Promise<void> {
    if (this.#feed.snapshot().calls.some((one) => one.id === call)) return;
    const record = await this.#desk.store.calls.one(call);
    for (const change of record ? changesOfResumed(record) : []) this.#feed.publish(change);
  }

  /** Calls that no voice process has any more were cut off by us: each leaves a call-back task. */
  async #closeLost(alive: ReadonlySet<string>): Promise<void> {
    const { store, clock } = this.#desk;
    for (const call of await store.calls.open()) {
      if (alive.has(call.id)) continue;
      const session = await this.#session(call.id);
      const outcome = await closeLostCall(this.#desk, call, session);
      this.#desk.costs.hold(call.id, []);
      void this.#desk.costs.settle();
      this.#sessions.delete(call.id);
      this.#feed.publish({
        type: 'call.ended',
        call: call.id,
        at: clock.now(),
        by: 'lost',
        outcome,
      });
    }
  }

  #complain(error: unknown): void {
    this.#desk.log.error({ cause: messageOf(error) }, 'calls could not be taken up');
  }
}
