import { isPilotError } from '#shared/errors.ts';
import type { FeedChange } from '#shared/api/feed.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { CallState } from '#conversation/state/state.ts';
import { STATE_VERSION, noConversation, openState } from '#conversation/state/state.ts';
import { shown } from '#conversation/state/references.ts';
import { takeTurn } from '#conversation/turn.ts';
import type { TurnOutcome } from '#conversation/turn-types.ts';
import { faultPoint } from '#observe/fault.ts';
import type { Tx } from '#store/scope.ts';
import {
  addModelCalls,
  addModelTrial,
  addTiming,
  addUtterance,
  appendEvent,
  beginCall,
  saveCheckpoint,
  setOutcome,
  maskCard,
  refuseRecording,
  setProgress,
  setQualification,
} from '#store/calls/transactor.ts';
import { closeOutboundTalk, progressOutboundAttempt } from '#store/outbound/transactor.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import type { Desk } from '../desk.ts';
import type { Understanding } from '../models/models.ts';
import { callBackAfterCut } from '../outbound/after-cut-off.ts';
import { commandsOf, stillOpen, type StoredCommand } from './commands.ts';
import { Asking } from './asking.ts';
import { Confidences } from './confidences.ts';
import { conversationEvent, type KeptEvent } from './conversation-event.ts';
import { startOf } from './starting.ts';
import { changesOfEvent, changesOfTurn } from './feed.ts';
import type { EventMessage } from './event-message.ts';
import { recordFacts } from './facts.ts';
import { handOver } from './hand-over.ts';
import { untilStored } from './until-stored.ts';

/** What an event led to, once it is committed. */
export interface Taken {
  readonly commands: readonly StoredCommand[];
  readonly changes: readonly FeedChange[];
  readonly outcome: TurnOutcome<CallState> | null;
}

const NOTHING: Taken = { commands: [], changes: [], outcome: null };

/** What a session goes on from: a new call, or the last checkpoint. */
export interface SessionStart {
  readonly call: string;
  readonly state: CallState;
  readonly lastSeq: number;
  readonly turn: number;
  readonly pending: readonly StoredCommand[];
  /** The stored state cannot be carried on by this release: the next event ends in an honest hand-over. */
  readonly unreadable?: boolean;
}

/**
 * One conversation. Events are taken one after another; each is one transaction that holds the event, what was decided, the
 * effects of its tools and the checkpoint. What comes out may be spoken only after that.
 */
export class CallSession {
  readonly call: string;
  readonly #desk: Desk;
  #state: CallState;
  #lastSeq: number;
  #turn: number;
  #pending: readonly StoredCommand[];
  #outcome: string | null = null;
  readonly #unreadable: boolean;
  readonly #asking: Asking;
  #commitMs = new Map<string, number>();
  readonly #confidences: Confidences;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, start: SessionStart) {
    this.#desk = desk;
    this.call = start.call;
    this.#state = start.state;
    this.#lastSeq = start.lastSeq;
    this.#turn = start.turn;
    this.#pending = start.pending;
    this.#unreadable = start.unreadable ?? false;
    desk.costs.hold(this.call, start.pending);
    this.#asking = new Asking(desk, start.call);
    this.#confidences = new Confidences(desk, start.call);
  }

  /** Commands that may not have reached the caller yet; voice carries each id out once. */
  get pending(): readonly StoredCommand[] {
    return this.#pending;
  }

  get state(): CallState {
    return this.#state;
  }

  /**
   * Takes an event in. Resolves after the commit; an event that came again gives nothing.
   * @throws PilotError of the store when nothing could be written: the event is not taken
   */
  take(event: EventMessage): Promise<Taken> {
    this.#asking.overtake(event.body);
    const run = this.#queue.then(() =>
      event.seq === 0
        ? this.#partial(event)
        : untilStored({
            clock: this.#desk.clock,
            log: this.#desk.log,
            attempt: () => this.#take(event),
            stood: () => this.#adopt(event.seq),
          }),
    );
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Goes on from the checkpoint where it holds this event: its commit stands, though we were not told. */
  async #adopt(seq: number): Promise<Taken | null> {
    const stored = await this.#desk.store.calls.checkpoint(this.call);
    const state = stored === null || stored.lastSeq < seq ? null : openState(stored.state);
    if (stored === null || state === null) return null;
    this.#state = state;
    this.#lastSeq = stored.lastSeq;
    this.#turn = stored.turn;
    this.#pending = stored.commands as readonly StoredCommand[];
    this.#outcome = state.outcome ?? this.#outcome;
    this.#confidences.forget();
    return { ...NOTHING, commands: this.#pending.filter(({ answers }) => answers === seq) };
  }

  /** A partial is worth a decision only when it tells of danger, or of a card. */
  async #partial(event: EventMessage): Promise<Taken> {
    if (event.body.kind !== 'speech.partial') return NOTHING;
    faultPoint('partial.received');
    const { utterance } = event.body;
    const text = this.#desk.withholdGrowing(event.body.text, this.#state);
    const body = { ...event.body, text };
    const changes = changesOfEvent(this.call, this.#sinceStart(event.at), body, text, null);
    const card = this.#desk.tellsOfCard(text) && this.#state.card?.utterance !== utterance;
    if (!card && !this.#desk.tellsOfDanger(text)) return { ...NOTHING, changes };
    const taken = await this.#commit({ ...event, body }, async () => true);
    return { ...taken, changes: [...changes, ...taken.changes] };
  }

  async #take(event: EventMessage): Promise<Taken> {
    if (event.seq <= this.#lastSeq) return NOTHING;
    faultPoint(`${event.body.kind}.received`);
    // Before the transaction: nothing is locked while a model thinks.
    const understood = await this.#asking.understand(event.body, this.#state, this.#confidences.known);
    const body: KeptEvent = understood === null ? event.body : { ...event.body, model: understood.help };
    return this.#commit(
      { ...event, body },
      (tx, taken) => appendEvent(tx, this.call, { seq: taken.seq, at: taken.at, body: taken.body }),
      understood,
    );
  }

  async #commit(
    came: EventMessage,
    isNew: (tx: Tx, event: EventMessage) => Promise<boolean>,
    understood: Understanding | null = null,
  ): Promise<Taken> {
    const desk = this.#desk;
    const started = desk.clock.monotonic();
    let decideMs = 0;
    const committed = await desk.store.transaction(async (tx) => {
      if (came.body.kind === 'call.started') await openCall(tx, this.call, came.body, desk);
      const withheld = await this.#confidences.withhold(tx, came, this.#state);
      const { event } = withheld;
      if (!(await isNew(tx, event))) return null;
      await this.#confidences.keep(tx, withheld);
      const heard = event.body.kind === 'speech.final' ? event.body.text : '';
      await recordFacts(tx, event, {
        desk,
        turn: this.#turn,
        heard,
        degraded: understood?.degraded ?? false,
        from: this.#state.from,
        commitMs: (command) => this.#commitMs.get(command) ?? null,
      });
      await addModelCalls(tx, this.call, event.seq, understood?.tries ?? []);
      await desk.costs.modelsAsked(tx, this.call, event.seq, understood?.tries ?? []);
      const open = stillOpen(this.#pending, event.body);
      const silent = noConversationFrom(event.body);
      if (silent !== null) await setOutcome(tx, this.call, silent);
      const talks = silent === null && !NO_CONVERSATION.has(this.#state.outcome ?? '');
      const told = talks ? conversationEvent(event.body) : null;
      const said = told?.kind === 'started' ? await startOf(tx, this.call, told, event.body, desk) : told;
      const outcome = said === null ? null : await this.#decide(tx, said);
      decideMs = desk.clock.monotonic() - started;
      faultPoint('decided');
      const lastSeq = Math.max(this.#lastSeq, event.seq);
      const turn = this.#turn + (outcome && outcome.sentences.length > 0 ? 1 : 0);
      const premium = outcome?.tier === 'premium' ? await desk.costs.allowance(tx, this.call, outcome.sentences) : 0;
      const commands = outcome ? commandsOf(this.call, event.seq, outcome, premium) : [];
      const pending = [...open, ...commands];
      desk.costs.hold(this.call, pending);
      const decided = outcome?.state ?? this.#state;
      const state = silent === null ? decided : noConversation(decided, silent);
      if (outcome?.card) await maskCard(tx, this.call, outcome.card);
      await followOutbound(tx, this.call, event.body, state, desk);
      if (outcome) await this.#recordTurn(tx, event, outcome, commands, turn, decideMs);
      await saveCheckpoint(tx, {
        callId: this.call,
        state,
        stateVersion: STATE_VERSION,
        playbookDigest: state.playbookDigest,
        lastSeq,
        turn,
        commands: pending,
      });
      faultPoint('written');
      return { event, withheld, outcome, commands, pending, state, lastSeq, turn, heard };
    });
    if (committed === null) return NOTHING;
    const { event, outcome, commands } = committed;
    this.#confidences.committed(committed.withheld);
    const answer = commands.find((one) => one.body.kind === 'say');
    if (event.body.kind === 'say.done') this.#commitMs.delete(event.body.command);
    if (answer) this.#commitMs.set(answer.id, desk.clock.monotonic() - started - decideMs);
    this.#state = committed.state;
    this.#lastSeq = committed.lastSeq;
    this.#turn = committed.turn;
    this.#pending = committed.pending;
    this.#outcome = outcome?.outcome ?? committed.state.outcome ?? this.#outcome;
    faultPoint('committed');
    if (outcome?.tools.some((tool) => tool.name === 'book_visit')) faultPoint('booking.committed');
    const job = await this.#bookedJob(outcome);
    return {
      commands,
      outcome,
      changes: [
        ...changesOfEvent(this.call, this.#sinceStart(event.at), event.body, shown(committed.heard), this.#outcome),
        ...(outcome ? changesOfTurn(this.call, this.#sinceStart(event.at), outcome, commands) : []),
        ...job,
      ],
    };
  }

  /** Decides; a fault of ours ends in an honest hand-over instead of silence. */
  async #decide(tx: Tx, event: NonNullable<ReturnType<typeof conversationEvent>>): Promise<TurnOutcome<CallState>> {
    const desk = this.#desk;
    const tools = createToolRunner({ tx, callId: this.call });
    if (this.#unreadable) return handOver(this.#state, event, tools);
    try {
      return await takeTurn({
        state: this.#state,
        event,
        context: await desk.context(this.#state.playbookDigest),
        runTool: async (call) => {
          if (call.name === 'book_visit') faultPoint('booking.begun');
          const result = await tools(call);
          if (call.name === 'book_visit') faultPoint('booking.written');
          return result;
        },
      });
    } catch (error) {
      // A store that cannot write now takes the event later, when it comes again.
      if (isPilotError(error)) throw error;
      desk.log.error({ err: error, call: this.call, event: event.kind }, 'a turn could not be decided');
      return handOver(this.#state, event, tools);
    }
  }

  /** What was decided: our words, where the conversation stands, the stages of the answer. */
  async #recordTurn(
    tx: Tx,
    event: EventMessage,
    outcome: TurnOutcome<CallState>,
    commands: readonly StoredCommand[],
    turn: number,
    decideMs: number,
  ): Promise<void> {
    for (const { id, body } of commands) {
      if (body.kind !== 'say') continue;
      await addUtterance(tx, {
        callId: this.call,
        turn,
        speaker: 'us',
        text: body.sentences.map((one) => one.text).join(' '),
        startMs: this.#sinceStart(event.at),
        endMs: null,
        commandId: id,
        acts: [...outcome.acts],
        degraded: false,
      });
      const times = event.body.kind === 'speech.final' ? event.body.times : null;
      await addTiming(tx, this.call, turn, id, {
        endpointMs: times?.endpointMs ?? null,
        sttMs: times?.sttMs ?? null,
        decideMs,
      });
    }
    await setProgress(tx, this.call, { phase: outcome.phase, urgency: outcome.urgency, slots: { ...outcome.slots } });
    if (outcome.recordingOff) await refuseRecording(tx, this.call);
    if (outcome.qualification !== null) await setQualification(tx, this.call, outcome.qualification);
    if (outcome.outcome !== null) await setOutcome(tx, this.call, outcome.outcome);
  }

  async #bookedJob(outcome: TurnOutcome<CallState> | null): Promise<FeedChange[]> {
    const booked = outcome?.tools.find((tool) => tool.name === 'book_visit' && tool.ok);
    if (booked?.name !== 'book_visit' || !booked.ok) return [];
    const job = await this.#desk.store.jobs.one(booked.result.jobId);
    return job === null ? [] : [{ type: 'job.booked', job }];
  }

  #startedAt: number | null = null;

  /** Ms since the call came in, by voice's clock; what screens order by. */
  #sinceStart(at: number): number {
    this.#startedAt ??= at;
    return Math.max(0, Math.round(at - this.#startedAt));
  }
}

/** A call of ours is known to be talked in, and to be over; one whose line broke may be followed by one of ours. */
const followOutbound = async (
  tx: Tx,
  callId: string,
  body: CallEvent,
  state: CallState,
  desk: Pick<Desk, 'outbound' | 'shop'>,
): Promise<void> => {
  if (body.kind === 'call.started' && body.outbound) await progressOutboundAttempt(tx, callId, 'talking');
  if (body.kind !== 'call.ended') return;
  await closeOutboundTalk(tx, callId, state.outcome ?? 'abandoned');
  if (state.outcome === 'cut_off')
    await callBackAfterCut(tx, callId, state, { outbound: desk.outbound, zone: desk.shop.zone });
};

/** The call's row, for either direction; one that comes in is given the model it is to be compared by. */
const openCall = async (
  tx: Tx,
  callId: string,
  body: Extract<CallEvent, { kind: 'call.started' }>,
  { models }: Pick<Desk, 'models'>,
): Promise<void> => {
  await beginCall(tx, { callId, ...body, direction: body.outbound === undefined ? 'in' : 'out' });
  const trial = body.outbound === undefined && body.shadow !== true ? models?.assign(callId) : null;
  if (trial) await addModelTrial(tx, callId, trial);
};

/** Outcomes of calls in which nothing is decided. */
const NO_CONVERSATION: ReadonlySet<string> = new Set(['owner', 'shadow']);

/** What the call comes to when from this event on it is no conversation: the owner's, or a copy of another call; null else. */
const noConversationFrom = (body: CallEvent): string | null => {
  if (body.kind === 'owner.entered') return 'owner';
  return body.kind === 'call.started' && body.shadow === true ? 'shadow' : null;
};

/** The kinds of event that end a session. */
export const endsCall = (body: CallEvent): boolean => body.kind === 'call.ended' || body.kind === 'call.alone';
