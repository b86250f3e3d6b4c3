import type { LineQuality } from '#shared/api/trace.ts';
import type { CallCommand } from '#shared/link/commands.ts';
import type { CallSnapshot } from '#shared/link/messages.ts';
import { AloneTalk } from './alone-talk.ts';
import type { AloneCause } from './alone.ts';
import { toldIdentity } from './caller-identity.ts';
import type { CallDeps, EndedBy } from './call-deps.ts';
import type { Conducted } from './conducted.ts';
import { CarriedOut } from './core-says.ts';
import { Dialogue, FAREWELL_TAIL_MS } from './dialogue.ts';
import type { Ear, EarFinal } from './ear.ts';
import { Holding } from './holding.ts';
import { Keys, type KeyWay } from './keys.ts';
import type { OwnerTalk } from '../owner/talk.ts';
import { Mouth } from './mouth.ts';
import { FarEnd } from './outbound/far-end.ts';
import { ownerOf } from './owner-line.ts';
import { Recorded } from './recorded.ts';
import type { Said } from './rendering.ts';
import type { AloneEvent } from './spool.ts';
import { HandingOver } from './transfer/handing-over.ts';
import { withoutCards } from '../turn/words.ts';

/** How long the phone rings while core is asked for its greeting, ms. */
export const GREETING_LIMIT_MS = 3000;
const WATCH_EVERY_MS = 100;

type Phase = 'ringing' | 'talking' | 'joined' | 'alone' | 'owner' | 'ended';

/**
 * One call: a thin conductor between the line, the ear, the mouth, and whoever leads the talk: core or the small policy.
 *
 *   ringing --core's first command--> talking --hang-up--> ended
 *      \                              | |  \--a person takes the call--> joined --either hangs up--> ended
 *       \                             |  \--the owner's PIN--> owner --done--> ended
 *        \--no core--> alone <--no answer for 15 s
 *                       \--message taken--> ended
 */
export class VoiceCall implements Conducted {
  readonly id: string;
  /** Resolves when the call is over and everything about it was told. */
  readonly over: Promise<void>;
  readonly #deps: CallDeps;
  readonly #mouth: Mouth;
  readonly #ear: Ear;
  readonly #dialogue: Dialogue;
  readonly #done = new CarriedOut();
  readonly #holding: Holding;
  readonly #recorded: Recorded;
  readonly #keys = new Keys();
  readonly #startedAt: number;
  /** Media time of the last frame heard. */
  #mediaMs = 0;
  #phase: Phase = 'ringing';
  #alone: AloneTalk | null = null;
  readonly #handingOver: HandingOver;
  readonly #owner: OwnerTalk | null;
  /** Whoever we rang; null where they rang us. */
  readonly #farEnd: FarEnd | null;
  #greetingTimer: NodeJS.Timeout | null = null;
  #watchTimer: NodeJS.Timeout | null = null;
  #farewellTimer: NodeJS.Timeout | null = null;
  #answering = false;
  #started = 0;
  #tellOver: () => void = () => undefined;

  constructor(deps: CallDeps) {
    this.#deps = deps;
    this.id = deps.id;
    this.#startedAt = deps.now();
    this.over = new Promise((resolve) => {
      this.#tellOver = resolve;
    });
    const { leg, log, monotonic, premium, tts } = deps;
    this.#mouth = new Mouth({
      leg,
      tts,
      premium,
      monotonic,
      log,
      onBegin: (say) => this.#ear.sayBegins({ ...say, expect: this.#dialogue.expectAfter(say)?.kind ?? null }),
      onAsks: ({ id }) => this.#ear.sayAsks(id),
      onStarted: ({ id }, at) => this.#dialogue.sayStarted(id, at),
      onSaid: (said) => this.#said(said),
    });
    this.#recorded = new Recorded({ leg, path: deps.recordingPath, send: deps.send });
    this.#ear = this.#openEar();
    this.#dialogue = new Dialogue({
      mouth: this.#mouth,
      ear: this.#ear,
      monotonic,
      send: deps.send,
      sendVolatile: deps.sendVolatile,
      noticeHeard: () => this.#recorded.begin(),
      hangup: (reason) => this.end(reason),
      connect: (id, body) => void this.#handingOver.connect(id, body),
      onUnanswered: () => void this.#goAlone(deps.outbound ? 'lost_ours' : 'lost'),
    });
    this.#farEnd = deps.outbound ? new FarEnd({ leg, dialogue: this.#dialogue }) : null;
    this.#owner = ownerOf(deps, {
      mouth: this.#mouth,
      dialogue: this.#dialogue,
      deafen: (on) => leg.hold(on || this.#holding.held),
      enter: () => {
        if (this.#phase === 'talking') this.#phase = 'owner';
        return this.#phase === 'owner';
      },
      leave: (reason) => this.#leave(reason),
      isOver: () => this.#isOver(),
    });
    this.#holding = new Holding({
      leg,
      incoming: deps.incoming,
      changed: (held) => this.#dialogue.hold(held),
    });
    this.#handingOver = new HandingOver({
      call: deps,
      holding: this.#holding,
      back: (result) => this.#dialogue.back(result),
      joined: () => {
        this.#phase = 'joined';
        this.#ear.close();
        this.#recorded.close(this.#mediaMs);
        this.#dialogue.close();
      },
      end: (reason, by) => this.end(reason, by),
      isOver: () => this.#isOver(),
    });
  }

  /** Rings, tells core, and waits for its greeting; without core the small policy answers. */
  start(): void {
    const { incoming } = this.#deps;
    this.#listenToLeg();
    incoming.onDirection((direction) => this.#holding.agreed(direction));
    incoming.ring();
    if (this.#deps.messageOnly === true) void this.#goAlone('line_off');
    else this.#askCore();
    this.#watchTimer = setInterval(() => this.#check(), WATCH_EVERY_MS);
    // Last, for of a caller who has hung up by now we are told at once.
    incoming.onEnded(({ by, reason }) =>
      this.#finish(by === 'remote' ? 'caller' : by === 'local' ? 'us' : 'lost', reason),
    );
  }

  #askCore(): void {
    const { incoming, outbound, send } = this.#deps;
    this.#started = send({
      kind: 'call.started',
      line: this.#deps.line,
      from: incoming.from.user,
      to: outbound?.to ?? incoming.to.user,
      ...(outbound ? { outbound: { purpose: outbound.purpose, about: outbound.about } } : {}),
      ...toldIdentity(incoming.identity),
      startedAt: this.#startedAt,
      engines: this.#deps.engines,
    });
    this.#greetingTimer = setTimeout(() => {
      if (outbound) this.end('core is away', 'lost');
      else void this.#goAlone('away');
    }, GREETING_LIMIT_MS);
  }

  /**
   * Carries a command of core out, once per id.
   * @param answers number of the event it answers, 0 when none
   */
  command(id: string, answers: number, body: CallCommand): void {
    const ofRecording = body.kind === 'silence' || body.kind === 'record';
    const due = ofRecording ? !this.#isOver() : this.#phase === 'ringing' || this.#phase === 'talking';
    if (!due || !this.#done.take(id)) return;
    if (ofRecording) return this.#recorded.command(id, body);
    this.#farEnd?.ordered(body);
    if (this.#phase === 'ringing') void this.#answer();
    this.#dialogue.command(id, answers, body);
  }

  /** What core must know after a reconnect. */
  snapshot(): CallSnapshot {
    const { playing } = this.#dialogue;
    return {
      call: this.id,
      line: this.#deps.line,
      from: this.#deps.incoming.from.user,
      to: this.#deps.incoming.to.user,
      startedAt: this.#startedAt,
      playing,
      heardMs: playing === null ? 0 : this.#mouth.heardMs,
      done: this.#done.list(),
      expect: this.#dialogue.expect,
    };
  }

  /** Ends the call from our side. */
  end(reason: string, by: EndedBy = 'us'): void {
    this.#finish(by, reason);
    this.#deps.incoming.hangup(reason);
  }

  #openEar(): Ear {
    const talking = <A extends unknown[]>(tell: (...args: A) => void) => {
      return (...args: A): void => {
        if (this.#phase === 'talking') tell(...args);
        else this.#alone?.speech(this.#deps.monotonic());
      };
    };
    return this.#deps.openEar({
      speechStarted: (utterance, fromMs) => {
        this.#recorded.speechStarted(utterance, fromMs);
        this.#farEnd?.speech(true);
        talking(() => this.#dialogue.speechStarted(utterance))();
      },
      partial: talking((utterance, text) => this.#dialogue.partial(utterance, text)),
      turnOver: (silentMs, utterance, endMs) => {
        this.#recorded.speechEnded(utterance, endMs);
        this.#farEnd?.speech(false, silentMs);
        talking(() => this.#dialogue.turnOver(silentMs))();
      },
      final: (final) => {
        if (this.#alone) return this.#heardAlone(this.#alone, final);
        if (this.#phase === 'owner') return;
        if (final.text !== '') this.#owner?.close();
        this.#dialogue.final(final);
      },
      nothing: (heard) => {
        if (this.#phase === 'talking') this.#dialogue.nothing(heard);
      },
      pause: () => this.#mouth.pause(),
      resume: () => this.#mouth.resume(),
      interrupt: () => {
        this.#dialogue.interrupted();
        this.#mouth.giveWay();
      },
    });
  }

  #listenToLeg(): void {
    const { incoming, leg, send } = this.#deps;
    leg.onFrame((frame, atMs) => {
      this.#mediaMs = atMs;
      if (this.#phase !== 'joined') this.#ear.frame(frame, atMs);
    });
    leg.onSent((frame, atMs) => this.#ear.sent(frame, atMs));
    leg.onDigit((digit, atMs) => this.#key(digit, 'rtp', atMs));
    incoming.onDigit((digit) => {
      if (!this.#handingOver.key(digit)) this.#key(digit, 'info', this.#mediaMs);
    });
    leg.onPlayed((played) =>
      this.#mouth.played(played.id, played.samples, played.done && !played.stopped, played.firstPacketMs),
    );
    leg.onTimeout((ms) => this.end(`no audio from the caller for ${Math.round(ms / 1000)} s`, 'lost'));
    leg.onOneWay((report) => send({ kind: 'media.one_way', ...report }));
  }

  #key(digit: string, way: KeyWay, atMs: number): void {
    if (way === 'info') this.#recorded.key(atMs);
    if (!this.#keys.take(digit, way, this.#deps.monotonic())) return;
    if (this.#phase !== 'talking' && this.#phase !== 'owner') return;
    // A PIN must come no further than this.
    if (this.#owner?.key(digit) !== true && this.#phase === 'talking') this.#dialogue.key(digit, atMs);
  }

  async #answer(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    if (this.#greetingTimer) clearTimeout(this.#greetingTimer);
    if (this.#phase === 'ringing') this.#phase = 'talking';
    const { incoming, log } = this.#deps;
    try {
      await incoming.answer();
      this.#dialogue.answered(this.#started);
    } catch (error) {
      if (this.#isOver()) return;
      log.error({ call: this.id, err: error }, 'a call could not be answered');
      this.end('not answered', 'lost');
    }
  }

  #isOver(): boolean {
    return this.#phase === 'ended';
  }

  #said(said: Said): void {
    this.#ear.sayEnds(said.id);
    this.#dialogue.said(said);
    this.#owner?.said(said.id);
    if (this.#phase === 'alone') this.#alone?.said(said.id, said.complete, this.#deps.monotonic());
  }

  #check(): void {
    this.#owner?.check();
    if (this.#phase === 'talking') this.#dialogue.check();
    else if (this.#phase === 'alone') this.#alone?.check(this.#deps.monotonic(), this.#ear.speaking);
  }

  async #goAlone(cause: AloneCause): Promise<void> {
    if (this.#phase !== 'ringing' && this.#phase !== 'talking') return;
    const { leg, log, monotonic, outbound, takeMessage } = this.#deps;
    log.warn({ call: this.id, cause }, 'voice goes on without core');
    this.#phase = 'alone';
    this.#ear.expect('open');
    const alone = new AloneTalk(
      { cause, takeMessage: takeMessage && !outbound },
      {
        say: (id, sentences) => this.#mouth.say({ id, sentences, interruptible: false }),
        tone: (pcm) => leg.play('alone-tone', pcm, true),
        noticeHeard: () => this.#recorded.begin(),
        hangup: (reason) => (outbound ? this.#leave('core was lost', 'lost') : this.#leave(reason)),
      },
    );
    this.#alone = alone;
    if (!outbound) this.#keep();
    await this.#answer();
    if (this.#isOver()) return;
    this.#dialogue.close();
    alone.step(monotonic());
  }

  /** Ends the call once the phone has played what was sent. */
  #leave(reason: string, by: EndedBy = 'us'): void {
    this.#farewellTimer = setTimeout(() => this.end(reason, by), FAREWELL_TAIL_MS);
  }

  /** Core cannot say what is not to be kept: a card number is known by its length. */
  #heardAlone(alone: AloneTalk, { text, startMs, endMs }: EarFinal): void {
    const kept = withoutCards(text);
    if (kept.includes('[card]')) this.#recorded.silence(startMs, endMs);
    const words = { text: kept, startMs: Math.round(startMs), endMs: Math.round(endMs) };
    alone.heard(words, this.#deps.monotonic());
    if (!this.#deps.outbound) this.#keep();
  }

  #finish(by: EndedBy, reason: string): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    if (this.#greetingTimer) clearTimeout(this.#greetingTimer);
    if (this.#watchTimer) clearInterval(this.#watchTimer);
    if (this.#farewellTimer) clearTimeout(this.#farewellTimer);
    void this.#close(by, reason);
  }

  async #close(by: EndedBy, reason: string): Promise<void> {
    const { leg, log, now, onEnded, quality, send } = this.#deps;
    this.#ear.close();
    this.#recorded.close(this.#mediaMs);
    this.#dialogue.close();
    this.#mouth.interrupt();
    await this.#handingOver.callerLeft();
    const result = await leg.close().catch((error: unknown) => {
      log.error({ call: this.id, err: error }, 'the sound of a call could not be closed');
      return null;
    });
    const recording = result?.path;
    // Whom we rang leaves no message: core gives the matter to the office when it learns of the end.
    const message = this.#alone && !this.#deps.outbound ? this.#message(reason, recording) : null;
    if (!message) {
      send({
        kind: 'call.ended',
        by,
        reason,
        endedAt: now(),
        ...(recording === undefined ? {} : { recording }),
        ...measured(quality()),
      });
    }
    onEnded(message);
    this.#tellOver();
  }

  /** Writes down what is known of the message so far: a power cut must not lose it. */
  #keep(): void {
    this.#deps.keep(this.#message('the message was cut off', this.#recorded.path));
  }

  #message(reason: string, recording: string | undefined): AloneEvent {
    const { engines, incoming, line, now, quality } = this.#deps;
    return {
      kind: 'call.alone',
      line,
      from: incoming.from.user,
      to: incoming.to.user,
      ...toldIdentity(incoming.identity),
      startedAt: this.#startedAt,
      endedAt: now(),
      reason,
      ...(this.#deps.messageOnly === true ? { cause: 'line_off' as const } : {}),
      engines,
      transcript: [...(this.#alone?.words ?? [])],
      ...(recording === undefined ? {} : { recording, recordingOffsetMs: this.#recorded.offsetMs }),
      ...measured(quality()),
    };
  }
}

const measured = (quality: LineQuality | null): { quality?: LineQuality } => (quality === null ? {} : { quality });
