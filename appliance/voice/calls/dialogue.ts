import type { CallCommand } from '#shared/link/commands.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Expectation } from '#shared/link/expectation.ts';
import { faultPoint } from '#observe/fault.ts';
import { CallerTurns } from './caller-turns.ts';
import { CoreSays, type CoreSay } from './core-says.ts';
import type { Ear, EarFinal } from './ear.ts';
import type { Mouth } from './mouth.ts';
import { Patience } from './patience.ts';
import { FILLERS } from './phrases.ts';
import type { RecordingCommand } from './recorded.ts';
import { unheard, type Said, type Say } from './rendering.ts';
import type { TransferBody } from './transfer/transfer.ts';
import { TurnWatch } from './turn-watch.ts';

/** After a sentence that could not be spoken core is asked again this soon, ms. */
const UNSPOKEN_AGAIN_MS = 1000;
/** A caller who speaks into our goodbye is heard this long before the line closes, ms. */
const LEAVE_LIMIT_MS = 6000;
/** Between our last packet and the hang-up: a phone drops what still waits in its jitter buffer, ms. */
export const FAREWELL_TAIL_MS = 300;

export interface DialogueDeps {
  readonly mouth: Mouth;
  readonly ear: Ear;
  /** Ms of a clock that never jumps. */
  readonly monotonic: () => number;
  /** Returns the number of the event. */
  readonly send: (body: CallEvent) => number;
  readonly sendVolatile: (body: CallEvent) => void;
  readonly noticeHeard: () => void;
  readonly hangup: (reason: string) => void;
  /** Hands the caller to a person; `back` follows when nobody takes the call. */
  readonly connect: (id: string, body: TransferBody) => void;
  /** Core owes an answer for too long. */
  readonly onUnanswered: () => void;
}

/**
 * The talk between the caller and core: who has the turn, what core ordered to be said, what core is to be asked, and that
 * nobody waits in silence. Once closed it asks core nothing more, and only tells how its says ended.
 */
export class Dialogue {
  readonly #deps: DialogueDeps;
  readonly #watch = new TurnWatch();
  readonly #says = new CoreSays();
  readonly #turns = new CallerTurns();
  readonly #patience = new Patience((command, ms) => this.#silence(command, ms));
  #fillers = 0;
  /** The filler being said or about to be. */
  #filler: string | null = null;
  /** Core ordered the end of the call: why, and until when the caller's last words are waited for. */
  #leaving: { readonly reason: string; by: number } | null = null;
  /** Core ordered a transfer: it begins once everything before it was said. */
  #connecting: { readonly id: string; readonly body: TransferBody } | null = null;
  /** Our sentence was cut for what the caller is saying. */
  #cut = false;
  /** When our last sound ended. */
  #saidAt = Number.NEGATIVE_INFINITY;
  #onHold = false;
  /** Whoever we rang can hear us; else what core orders waits. */
  #ready = true;
  #waiting: CoreSay[] = [];
  #closed = false;

  constructor(deps: DialogueDeps) {
    this.#deps = deps;
  }

  get expect(): Expectation | null {
    return this.#patience.expect;
  }

  /** The say of core's that is rendered or played. */
  get playing(): string | null {
    const current = this.#deps.mouth.current?.id;
    return current !== undefined && this.#says.get(current) ? current : null;
  }

  expectAfter(say: Say): Expectation | null {
    return this.#says.get(say.id)?.body.expect ?? null;
  }

  /** The call was answered: core, told of it by event `seq`, owes the greeting. */
  answered(seq: number): void {
    this.#watch.asked(seq, this.#deps.monotonic());
  }

  /** @param answers number of the event it answers, 0 when none */
  command(id: string, answers: number, body: Exclude<CallCommand, RecordingCommand>): void {
    switch (body.kind) {
      case 'say': {
        const say = { id, answers, body };
        this.#says.add(say);
        this.#watch.ordered(answers);
        // The caller has gone on speaking: if these are words, they will be answered instead. What must be heard, must.
        if (!this.#ready) this.#waiting.push(say);
        else if (body.interruptible && this.#deps.ear.speaking) this.#says.hold(say);
        else this.#speak(say);
        // Ordered on what the caller is just saying: it waits for no sentence that stands still or goes on.
        if (!body.interruptible && this.#deps.mouth.current?.interruptible === true) this.#deps.mouth.giveWay();
        return;
      }
      case 'listen':
        if (this.#watch.answered(answers)) this.#says.callerEnded(null);
        this.#expect(id, body.expect);
        return;
      case 'hangup':
        this.#leaving = { reason: body.reason, by: this.#deps.monotonic() + LEAVE_LIMIT_MS };
        this.#patience.disarm();
        this.#leave();
        return;
      case 'transfer':
        this.#connecting = { id, body };
        this.#patience.disarm();
        this.#connect();
        return;
      default:
        body satisfies never;
    }
  }

  sayStarted(id: string, firstPacketAt: number): void {
    const say = this.#says.get(id);
    if (!say) return;
    this.#says.started(id, firstPacketAt);
    this.#watch.answered(say.answers);
    // A caller who interrupts the question most often answers it.
    if (say.body.expect) this.#deps.ear.expect(say.body.expect.kind);
  }

  said(said: Said): void {
    if (said.heardMs > 0) this.#saidAt = this.#deps.monotonic();
    if (said.id === this.#filler) return this.#filled();
    const done = this.#says.done(said);
    if (!done) return;
    this.#deps.send(done.event);
    if (this.#closed) return;
    const { notice, expect } = done.body;
    if (notice === true && said.complete) this.#deps.noticeHeard();
    if (this.#leaving) {
      this.#leaving.by = this.#deps.monotonic() + LEAVE_LIMIT_MS;
      return this.#leave();
    }
    if (this.#connecting) return this.#connect();
    if (said.failed) this.#watch.answered();
    if (expect === null) {
      this.#patience.set(said.id, null);
      // A hang-up or a transfer follows; if it never comes, the caller must not wait in silence for it.
      return this.#watch.ours(this.#deps.monotonic());
    }
    this.#expect(
      said.id,
      said.failed ? { ...expect, timeoutMs: Math.min(expect.timeoutMs, UNSPOKEN_AGAIN_MS) } : expect,
    );
  }

  speechStarted(utterance: string): void {
    this.#patience.disarm();
    const during = this.#deps.mouth.audible ? this.playing : null;
    this.#turns.began(utterance, { after: this.#says.lastWhole, during: during ?? undefined });
  }

  partial(utterance: string, text: string): void {
    faultPoint('voice.partial');
    this.#deps.sendVolatile({ kind: 'speech.partial', utterance, text });
  }

  /** The caller has stopped: silence is ours, whether their words are known already or not. */
  turnOver(silentMs: number): void {
    this.#watch.ours(this.#deps.monotonic(), silentMs);
  }

  final(final: EarFinal): void {
    if (final.text === '' && this.#says.holding) return this.nothing(final);
    const { after, during } = this.#turns.take(final.utterance);
    const held = this.#says.release();
    if (!this.#leaving) for (const { id } of held) this.said(unheard(id));
    this.#cut = false;
    this.#says.callerEnded(final.text === '' ? null : final.endMs);
    this.#ask({
      kind: 'speech.final',
      utterance: final.utterance,
      text: final.text,
      startMs: Math.round(final.startMs),
      endMs: Math.round(final.endMs),
      ...(during === undefined ? {} : { during }),
      ...(after === undefined ? {} : { after }),
      times: { endpointMs: Math.round(final.endpointMs), sttMs: Math.round(final.sttMs) },
      degraded: final.degraded,
    });
    if (!this.#leaving) return;
    for (const say of held) this.#speak(say);
    this.#leave();
  }

  /** The floor was given to the caller. */
  interrupted(): void {
    this.#cut = true;
  }

  /** A sound that nobody has to answer, unless we fell silent for it. */
  nothing(heard: EarFinal): void {
    const held = this.#says.release();
    if (this.#cut && held.length === 0) return this.final(heard);
    this.#cut = false;
    this.#turns.take(heard.utterance);
    for (const say of held) this.#speak(say);
    if (this.#patience.expect) this.#watch.nothing();
    if (this.#leaving) this.#leave();
    else this.#settle();
  }

  key(digit: string, atMs: number): void {
    if (this.#leaving) return;
    this.#patience.disarm();
    // The turn is ours before anything is cut, so that no silence is counted against the caller.
    this.#watch.ours(this.#deps.monotonic());
    if (this.#deps.mouth.current?.interruptible === true) this.#deps.mouth.giveWay();
    this.#says.callerEnded(null);
    this.#ask({ kind: 'key', digits: digit, offsetMs: Math.round(atMs) });
  }

  hold(held: boolean): void {
    this.#onHold = held;
    if (held) this.#patience.disarm();
    else this.#settle();
  }

  /** Nobody has taken the call: the caller is back in the talk, and core is told. */
  back(result: CallEvent): void {
    // The turn is ours from now on, not since the transfer began.
    this.#watch.answered();
    this.#ask(result);
  }

  /** What core orders to be said waits for `go`. */
  holdBack(): void {
    this.#ready = false;
    if (this.#deps.mouth.current) this.#deps.mouth.interrupt();
  }

  go(): void {
    this.#ready = true;
    this.#watch.quiet(this.#deps.monotonic());
    for (const say of this.#waiting.splice(0)) this.#speak(say);
  }

  /** A machine has answered: what is being said is not for it, and core is told. */
  machine(): void {
    this.#ready = true;
    this.#drop();
    this.#deps.mouth.interrupt();
    this.#ask({ kind: 'machine' });
  }

  /** To be called every tenth of a second. */
  check(): void {
    if (this.#onHold || !this.#ready) return;
    if (this.#leaving) return this.#leave();
    if (this.#connecting) return this.#connect();
    const { ear, monotonic, mouth, onUnanswered } = this.#deps;
    if (ear.hearing) return;
    const due = this.#watch.check(monotonic(), this.#filler !== null || mouth.audible);
    if (due === 'filler') this.#fill();
    else if (due === 'alone') onUnanswered();
  }

  /** Ends the talk: what was not said yet is reported as unheard. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#patience.disarm();
    for (const { id } of this.#says.release()) this.said(unheard(id));
    this.#drop();
    this.#deps.mouth.interrupt();
  }

  #drop(): void {
    for (const { id } of this.#waiting.splice(0)) this.said(unheard(id));
  }

  #speak({ id, body }: CoreSay): void {
    const { interruptible, premiumCharacters = 0, sentences, tier } = body;
    this.#deps.mouth.say({ id, sentences, interruptible, ...(tier === 'premium' ? { premiumCharacters } : {}) });
  }

  /** Tells core something that it has to answer. */
  #ask(event: CallEvent): void {
    this.#watch.asked(this.#deps.send(event), this.#deps.monotonic());
  }

  /** From now on the caller is expected to say this. */
  #expect(command: string, expect: Expectation): void {
    this.#patience.disarm();
    this.#patience.set(command, expect);
    this.#deps.ear.expect(expect.kind);
    this.#settle();
  }

  /** Counts the caller's silence when the turn is theirs. */
  #settle(): void {
    const { ear, mouth } = this.#deps;
    const theirs = this.#ready && mouth.idle && !ear.speaking && !this.#watch.waiting && !this.#says.holding;
    if (theirs && !this.#closed && !this.#leaving && !this.#onHold) this.#patience.arm();
  }

  #silence(command: string, ms: number): void {
    if (this.#deps.ear.speaking || !this.#deps.mouth.idle || this.#watch.waiting) return;
    this.#says.callerEnded(null);
    this.#ask({ kind: 'silence', command, ms });
  }

  #fill(): void {
    const id = `filler-${this.#fillers + 1}`;
    const text = FILLERS[this.#fillers % FILLERS.length] ?? FILLERS[0];
    this.#filler = id;
    if (this.#deps.mouth.fill({ id, sentences: [{ text, clip: true }], interruptible: true })) this.#fillers += 1;
    else this.#filler = null;
  }

  #filled(): void {
    this.#filler = null;
    if (this.#closed) return;
    this.#watch.quiet(this.#deps.monotonic());
    this.#settle();
  }

  #connect(): void {
    const { connect, mouth } = this.#deps;
    if (!this.#connecting || !mouth.idle || this.#says.holding) return;
    const { id, body } = this.#connecting;
    this.#connecting = null;
    connect(id, body);
  }

  /** Hangs up as core ordered, once everything was said and heard and the caller has stopped. */
  #leave(): void {
    const { ear, hangup, monotonic, mouth } = this.#deps;
    if (!this.#leaving || !this.#ready || !mouth.idle || this.#says.holding) return;
    if (monotonic() < this.#saidAt + FAREWELL_TAIL_MS) return;
    if (ear.speaking && monotonic() < this.#leaving.by) return;
    hangup(this.#leaving.reason);
  }
}
