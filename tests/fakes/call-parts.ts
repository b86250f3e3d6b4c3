import { silentLog } from '#observe/log.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { CallDeps, CallLeg, CallLine } from '#voice/calls/call-deps.ts';
import type { Ear, EarFinal, Listening } from '#voice/calls/ear.ts';
import type { AloneEvent } from '#voice/calls/spool.ts';
import type { People } from '#voice/calls/transfer/people.ts';
import type { OwnerDesk } from '#voice/owner/desk.ts';
import type { LegPlayed } from '#voice/media/messages.ts';
import type { OneWayReport } from '#voice/media/one-way.ts';
import type { Silenced } from '#voice/media/sound-leg.ts';
import type { Direction } from '#voice/sip/session/media.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import type { ReferralOutcome } from '#voice/sip/session/referral.ts';
import type { PremiumVoice, SpeakRequest, TextToSpeech } from '#voice/speech/ports.ts';

interface Item {
  readonly id: string;
  queued: number;
  sent: number;
  last: boolean;
  firstPacketMs: number | null;
}

/** A media leg without a socket: its playout queue moves by the timers of the test, 20 ms a tick. */
export class TimedLeg implements CallLeg {
  /** What was sent, in order: item and media time of its first packet. */
  readonly sent: { id: string; atMs: number }[] = [];
  readonly recorded: string[] = [];
  readonly #items: Item[] = [];
  #played: (played: LegPlayed) => void = () => undefined;
  #digit: (digit: string, atMs: number) => void = () => undefined;
  #timeout: (ms: number) => void = () => undefined;
  #recording: (path: string, offsetMs: number) => void = () => undefined;
  readonly #frames: ((frame: Int16Array, atMs: number) => void)[] = [];
  #clock: NodeJS.Timeout | null = null;
  #paused = false;
  mediaMs = 0;
  /** Tells that the caller cannot be heard. */
  oneWay: (report: OneWayReport) => void = () => undefined;

  readonly id = 1;
  /** Number of the leg it was joined with. */
  joinedWith: number | null = null;

  join(other: { readonly id: number }): void {
    this.joinedWith = other.id;
  }

  start(): void {
    this.#clock ??= setInterval(() => this.#tick(), 20);
  }

  /** `held`, `music` or `` (live). */
  onHold: '' | 'held' | 'music' = '';

  hold(held: boolean, music = false): void {
    this.onHold = held ? (music ? 'music' : 'held') : '';
  }

  play(id: string, pcm: Int16Array, last: boolean): void {
    let item = this.#items.find((one) => one.id === id);
    if (!item) this.#items.push((item = { id, queued: 0, sent: 0, last: false, firstPacketMs: null }));
    item.queued += pcm.length;
    item.last ||= last;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  stop(id?: string): void {
    for (const item of this.#items.filter((one) => id === undefined || one.id === id)) {
      this.#items.splice(this.#items.indexOf(item), 1);
      this.#tell(item, true, true);
    }
  }

  record({ path }: { path: string }): void {
    this.recorded.push(path);
    this.#recording(path, this.mediaMs);
  }

  /** Stretches taken out of the recording. */
  readonly silenced: { fromMs: number; toMs: number | null }[] = [];
  /** Told of the recording before the leg was closed. */
  discarded = false;
  #silenced: (silenced: Silenced) => void = () => undefined;
  #stopped: (id: string) => void = () => undefined;

  silence(id: string, fromMs: number, toMs: number | null): void {
    this.silenced.push({ fromMs, toMs });
    if (toMs !== null) this.#silenced({ id, fromMs, toMs, onDisk: false });
  }

  discardRecording(id: string): void {
    this.discarded = true;
    this.#stopped(id);
  }

  async close(): Promise<null> {
    if (this.#clock) clearInterval(this.#clock);
    return null;
  }

  onFrame = (listener: (frame: Int16Array, atMs: number) => void) => {
    this.#frames.push(listener);
    return () => true;
  };
  onRecordingFailed = () => () => true;
  onSilenced = (listener: (silenced: Silenced) => void) => {
    this.#silenced = listener;
    return () => true;
  };
  onRecordingStopped = (listener: (id: string) => void) => {
    this.#stopped = listener;
    return () => true;
  };
  onSent = () => () => true;
  onDigit = (listener: (digit: string, atMs: number) => void) => {
    this.#digit = listener;
    return () => true;
  };
  onPlayed = (listener: (played: LegPlayed) => void) => {
    this.#played = listener;
    return () => true;
  };
  onTimeout = (listener: (ms: number) => void) => {
    this.#timeout = listener;
    return () => true;
  };
  onOneWay = (listener: (report: OneWayReport) => void) => {
    this.oneWay = listener;
    return () => true;
  };
  onRecordingStarted = (listener: (path: string, offsetMs: number) => void) => {
    this.#recording = listener;
    return () => true;
  };

  /** Something is being sent right now. */
  get sounding(): boolean {
    const item = this.#items[0];
    return item !== undefined && !this.#paused && item.sent < item.queued;
  }

  press(digit: string): void {
    this.#digit(digit, this.mediaMs);
  }

  lose(ms: number): void {
    this.#timeout(ms);
  }

  #tick(): void {
    const item = this.#items[0];
    if (item && !this.#paused && item.sent < item.queued) {
      if (item.firstPacketMs === null) this.sent.push({ id: item.id, atMs: this.mediaMs });
      item.firstPacketMs ??= this.mediaMs;
      item.sent = Math.min(item.queued, item.sent + 160);
    }
    for (const tell of this.#frames) tell(new Int16Array(160), this.mediaMs);
    this.mediaMs += 20;
    if (!item) return;
    const done = item.last && item.sent === item.queued;
    if (done) this.#items.shift();
    if (item.sent > 0 || done) this.#tell(item, done, false);
  }

  #tell({ id, sent, queued, firstPacketMs }: Item, done: boolean, stopped: boolean): void {
    this.#played({ id, samples: sent, totalSamplesQueued: queued, done, stopped, firstPacketMs, firstPacketAt: null });
  }
}

/** A line whose caller is the test. */
export class TestLine implements CallLine {
  readonly from = { uri: 'sip:9375550142@127.0.0.1', user: '9375550142', display: '' };
  readonly to = { uri: 'sip:100@127.0.0.1', user: '100', display: '' };
  readonly trunk = null;
  /** What the line makes of a REFER; absent where it knows none. */
  refer?: (to: string) => Promise<ReferralOutcome>;
  state: 'ringing' | 'answered' | 'over' = 'ringing';
  reason = '';
  /** Set to make the answer fail. */
  refuse: Error | null = null;
  readonly #leg: TimedLeg;
  #ended: (end: CallEnd) => void = () => undefined;

  constructor(leg: TimedLeg) {
    this.#leg = leg;
  }

  ring(): void {}

  /** The far end changes the media. */
  changes: (direction: Direction) => void = () => undefined;

  onDirection(handler: (direction: Direction) => void): void {
    this.changes = handler;
  }

  async offerDirection(direction: Direction): Promise<Direction> {
    return direction;
  }

  /** A key the caller presses, told in the signalling. */
  info: (digit: string) => void = () => undefined;

  onDigit(handler: (digit: string) => void): void {
    this.info = handler;
  }

  async answer(): Promise<void> {
    if (this.refuse) throw this.refuse;
    this.state = 'answered';
    this.#leg.start();
  }

  hangup(reason = ''): void {
    if (this.state === 'over') return;
    this.#over({ by: 'local', reason, status: null });
  }

  callerHangsUp(): void {
    this.#over({ by: 'remote', reason: 'BYE', status: null });
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.#ended = handler;
  }

  #over(end: CallEnd): void {
    this.state = 'over';
    this.reason = end.reason;
    this.#ended(end);
  }
}

/** A voice that takes 60 ms a letter, and as long as it is told to begin. */
export class TestVoice implements TextToSpeech {
  readonly info = { name: 'test', bench: true, note: '' };
  readonly current = this.info;
  readonly available = true;
  readonly workerPid = undefined;
  /** Sentences it cannot say. */
  mute = (_text: string): boolean => false;
  /** Ms until the sound of a sentence is there. */
  delay = (_text: string): number => 0;

  async *speak({ text, signal }: SpeakRequest): AsyncGenerator<Int16Array> {
    const wait = this.delay(text);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.mute(text)) throw new Error('no voice could speak');
    if (signal?.aborted !== true) yield new Int16Array(text.length * 480);
  }

  async render(): Promise<Int16Array> {
    return new Int16Array(0);
  }
  async prewarm(): Promise<number> {
    return 0;
  }
  async close(): Promise<void> {}
}

/** An ear that hears what the test says. */
export class ScriptedEar implements Ear {
  readonly listening: Listening;
  readonly expected: string[] = [];
  readonly #leg: TimedLeg;
  #count = 0;
  hearing = false;
  #finishing = 0;
  #utterance = '';

  constructor(listening: Listening, leg: TimedLeg) {
    this.listening = listening;
    this.#leg = leg;
  }

  get speaking(): boolean {
    return this.hearing || this.#finishing > 0;
  }

  frame(): void {}
  sent(): void {}
  sayBegins(): void {}
  sayAsks(): void {}
  sayEnds(): void {}
  close(): void {}

  expect(kind: string): void {
    this.expected.push(kind);
  }

  begin(): string {
    this.hearing = true;
    const utterance = `u${++this.#count}`;
    this.#utterance = utterance;
    this.listening.speechStarted(utterance, this.#leg.mediaMs);
    return utterance;
  }

  stop(silentMs = 0): void {
    this.hearing = false;
    this.#finishing += 1;
    this.listening.turnOver(silentMs, this.#utterance, this.#leg.mediaMs);
  }

  /** What was understood of an utterance; null for a sound that wants no answer. */
  understood(utterance: string, text: string | null): void {
    this.#finishing -= 1;
    const endMs = this.#leg.mediaMs;
    const heard: EarFinal = {
      utterance,
      text: text ?? '',
      startMs: endMs - 500,
      endMs,
      endpointMs: 400,
      sttMs: 5,
      degraded: false,
    };
    if (text === null) this.listening.nothing(heard);
    else this.listening.final(heard);
  }

  says(text: string | null): void {
    const utterance = this.begin();
    this.stop();
    this.understood(utterance, text);
  }
}

/** Everything a call needs, and what it told. */
export class CallParts {
  readonly leg = new TimedLeg();
  readonly line = new TestLine(this.leg);
  readonly voice = new TestVoice();
  /** Set before `deps()`. */
  premium: PremiumVoice | null = null;
  people: People = { find: () => null, openLeg: () => Promise.reject(new Error('no leg')), record: false };
  readonly events: CallEvent[] = [];
  readonly kept: AloneEvent[] = [];
  /** Set before `deps()`: changes of the line by keys. */
  owner: OwnerDesk | null = null;
  readonly ends: (AloneEvent | null)[] = [];
  #ear: ScriptedEar | null = null;

  get ear(): ScriptedEar {
    if (!this.#ear) throw new Error('the call has opened no ear');
    return this.#ear;
  }

  deps(): CallDeps {
    return {
      id: 'call',
      line: 'main',
      incoming: this.line,
      leg: this.leg,
      quality: () => null,
      tts: this.voice,
      premium: this.premium,
      people: this.people,
      openEar: (listening) => (this.#ear = new ScriptedEar(listening, this.leg)),
      engines: { stt: 'test', tts: 'test', bench: true },
      recordingPath: '/nowhere.wav',
      takeMessage: true,
      owner: this.owner,
      now: () => Date.now(),
      monotonic: () => performance.now(),
      log: silentLog(),
      send: (body) => this.events.push(body),
      sendVolatile: () => undefined,
      keep: (message) => this.kept.push(message),
      onEnded: (message) => this.ends.push(message),
    };
  }

  told<K extends CallEvent['kind']>(kind: K): Extract<CallEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<CallEvent, { kind: K }> => event.kind === kind);
  }

  /** Ids of what was sent to the caller, in order. */
  heard(): string[] {
    return this.leg.sent.map(({ id }) => id);
  }
}
