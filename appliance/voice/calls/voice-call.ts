import type { CallCommand, CallEvent, CallSnapshot, Expectation } from '#shared/link/messages.ts';
import { newId } from '#shared/ids.ts';
import { faultPoint } from '#observe/fault.ts';
import type { Log } from '#observe/log.ts';
import type { LineCall } from '../lines/line.ts';
import type { Leg } from '../media/leg.ts';
import type { LegFormat } from '../media/messages.ts';
import type { NegotiatedMedia } from '../sip/session/media.ts';
import type { TextToSpeech } from '../speech/ports.ts';
import { AlonePolicy, type AloneStep } from './alone.ts';
import { beep } from './beep.ts';
import type { Ear, EarFinal, OpenEar } from './ear.ts';
import { Mouth, type Said } from './mouth.ts';
import { FILLERS } from './phrases.ts';
import { TurnWatch } from './turn-watch.ts';

/** How long the phone rings while core is asked for its greeting, ms. */
const GREETING_LIMIT_MS = 3000;
const WATCH_EVERY_MS = 100;

export interface VoiceCallDeps {
  readonly id: string;
  readonly line: string;
  readonly incoming: LineCall;
  readonly leg: Leg;
  readonly tts: TextToSpeech;
  readonly openEar: OpenEar;
  readonly engines: { stt: string; tts: string; bench: boolean };
  readonly recordingPath: string;
  readonly takeMessage: boolean;
  /** Epoch ms of business time, and ms of a clock that never jumps. */
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly log: Log;
  readonly send: (body: CallEvent) => number;
  readonly sendVolatile: (body: CallEvent) => void;
  /** The call is over; `alone` holds the message when core took no part in its end. */
  readonly onEnded: (alone: Extract<CallEvent, { kind: 'call.alone' }> | null) => void;
}

const formatOf = (media: NegotiatedMedia): LegFormat => ({
  remoteHost: media.remoteHost,
  remotePort: media.remotePort,
  codec: media.codec === 'pcma' ? 'PCMA' : 'PCMU',
  payloadType: media.payloadType,
  dtmfPayloadType: media.dtmfPayloadType,
  ptime: media.ptime,
});

const UNHEARD = {
  complete: false,
  heardText: '',
  heardMs: 0,
  ttsMs: null,
  firstPacketMs: null,
  firstPacketAt: null,
} as const;

type Phase = 'ringing' | 'talking' | 'alone' | 'ended';

/**
 * One call: a thin conductor between the line, the ear, the mouth and core.
 *
 *   ringing --core's greeting--> talking --hang-up--> ended
 *      \--no core--> alone <--core lost for 15 s--/        |
 *                      \--message taken------------------->+
 */
export class VoiceCall {
  readonly id: string;
  readonly #deps: VoiceCallDeps;
  readonly #mouth: Mouth;
  readonly #ear: Ear;
  readonly #watch = new TurnWatch();
  readonly #done = new Set<string>();
  readonly #says = new Map<string, Extract<CallCommand, { kind: 'say' }>>();
  readonly #startedAt: number;
  readonly #held: { id: string; body: Extract<CallCommand, { kind: 'say' }> }[] = [];
  readonly #aloneWords: { text: string; startMs: number }[] = [];
  #phase: Phase = 'ringing';
  #expect: Expectation | null = null;
  #expectCommand = '';
  #silenceTimer: NodeJS.Timeout | null = null;
  #greetingTimer: NodeJS.Timeout | null = null;
  #watchTimer: NodeJS.Timeout | null = null;
  #alone: AlonePolicy | null = null;
  #fillers = 0;
  #lastHeardWhole: string | undefined;
  #speechAfter: string | undefined;
  #speechDuring: string | undefined;
  /** Media time at which the caller last spoke: what an answer's delay is counted from. */
  #callerEndMs: number | null = null;
  #hangupReason: string | null = null;
  #answering = false;
  /** Our sentence was cut for what the caller is saying. */
  #cut = false;
  #recording: string | undefined;

  constructor(deps: VoiceCallDeps) {
    this.#deps = deps;
    this.id = deps.id;
    this.#startedAt = deps.now();
    this.#mouth = new Mouth({
      leg: deps.leg,
      tts: deps.tts,
      monotonic: deps.monotonic,
      log: deps.log,
      onBegin: (say) => this.#ear.sayBegins({ ...say, expect: this.#says.get(say.id)?.expect?.kind ?? null }),
      onStarted: (say) => this.#sayStarted(say.id),
      onSaid: (said) => this.#said(said),
    });
    this.#ear = deps.openEar({
      speechStarted: () => this.#speechStarted(),
      partial: (utterance, text) => this.#partial(utterance, text),
      final: (final) => this.#final(final),
      nothing: () => this.#nothingSaid(),
      pause: () => this.#mouth.pause(),
      resume: () => this.#mouth.resume(),
      interrupt: () => {
        this.#cut = true;
        this.#mouth.interrupt();
      },
    });
  }

  /** Rings, tells core, and waits for its greeting; without core the small policy answers. */
  start(): void {
    const { incoming, leg } = this.#deps;
    incoming.onEnded(({ by, reason }) =>
      this.#finish(by === 'remote' ? 'caller' : by === 'local' ? 'us' : 'lost', reason),
    );
    incoming.onMediaChange((media) => {
      leg.update(formatOf(media));
      leg.hold(media.direction === 'inactive' || media.direction === 'recvonly');
    });
    leg.onFrame((frame, atMs) => this.#ear.frame(frame, atMs));
    leg.onDigit((digit, atMs) => this.#key(digit, atMs));
    leg.onPlayed((played) =>
      this.#mouth.played(played.id, played.samples, played.done && !played.stopped, played.firstPacketMs),
    );
    leg.onTimeout((ms) => this.#hangup(`no audio from the caller for ${Math.round(ms / 1000)} s`));
    leg.onRecordingStarted((path, offsetMs) => {
      this.#recording = path;
      this.#deps.send({ kind: 'recording.started', path, offsetMs });
    });
    leg.onRecordingFailed((reason) => this.#deps.send({ kind: 'recording.failed', reason }));
    incoming.ring();
    this.#deps.send({
      kind: 'call.started',
      line: this.#deps.line,
      from: incoming.from.user,
      to: incoming.to.user,
      startedAt: this.#startedAt,
      engines: this.#deps.engines,
    });
    this.#greetingTimer = setTimeout(() => void this.#goAlone(false), GREETING_LIMIT_MS);
    this.#watchTimer = setInterval(() => this.#check(), WATCH_EVERY_MS);
  }

  /** Carries a command of core out, once per id. */
  command(id: string, body: CallCommand): void {
    if (this.#done.has(id) || this.#phase === 'alone' || this.#phase === 'ended') return;
    this.#done.add(id);
    if (this.#phase === 'ringing') void this.#answer();
    switch (body.kind) {
      case 'say':
        this.#says.set(id, body);
        if (this.#ear.speaking) {
          // The caller has gone on speaking: what they say now will be answered instead.
          this.#said({
            id,
            complete: false,
            heardText: '',
            heardMs: 0,
            ttsMs: null,
            firstPacketMs: null,
            firstPacketAt: null,
          });
          return;
        }
        this.#mouth.say({ id, sentences: body.sentences, interruptible: body.interruptible });
        return;
      case 'listen':
        this.#watch.answered();
        this.#listen(id, body.expect);
        return;
      case 'hangup':
        this.#hangupReason = body.reason;
        if (this.#mouth.idle) this.#hangup(body.reason);
        return;
      case 'transfer':
        this.#deps.send({ kind: 'transfer.result', command: id, ok: false, status: 501 });
        return;
      default:
        body satisfies never;
    }
  }

  /** What core must know after a reconnect; null when this call is no longer core's. */
  snapshot(): CallSnapshot | null {
    if (this.#phase === 'alone' || this.#phase === 'ended') return null;
    return {
      call: this.id,
      line: this.#deps.line,
      from: this.#deps.incoming.from.user,
      to: this.#deps.incoming.to.user,
      startedAt: this.#startedAt,
      playing: this.#mouth.current?.id ?? null,
      heardMs: this.#mouth.heardMs,
      done: [...this.#done],
      expect: this.#expect,
    };
  }

  /** Ends the call from our side. */
  end(reason: string): void {
    this.#hangup(reason);
  }

  async #answer(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    if (this.#greetingTimer) clearTimeout(this.#greetingTimer);
    if (this.#phase === 'ringing') this.#phase = 'talking';
    const { incoming, leg } = this.#deps;
    try {
      leg.start(formatOf(await incoming.answer({ host: leg.host, port: leg.port })));
      this.#watch.ours(this.#deps.monotonic());
    } catch (error) {
      this.#deps.log.error({ err: error }, 'a call could not be answered');
      this.#finish('lost', 'not answered');
    }
  }

  #sayStarted(id: string): void {
    if (this.#says.has(id)) this.#watch.answered();
  }

  #said(said: Said): void {
    this.#ear.sayEnds(said.id);
    const body = this.#says.get(said.id);
    if (!body) {
      this.#ownSaid(said);
      return;
    }
    this.#says.delete(said.id);
    if (said.complete) this.#lastHeardWhole = said.id;
    const voiceToVoice =
      this.#callerEndMs !== null && said.firstPacketAt !== null
        ? Math.round(said.firstPacketAt - this.#callerEndMs)
        : null;
    if (said.firstPacketAt !== null) this.#callerEndMs = null;
    this.#deps.send({
      kind: 'say.done',
      command: said.id,
      complete: said.complete,
      heardText: said.heardText,
      heardMs: Math.round(said.heardMs),
      ...(said.ttsMs === null ? {} : { ttsMs: Math.round(said.ttsMs) }),
      ...(said.firstPacketMs === null ? {} : { firstPacketMs: Math.round(said.firstPacketMs) }),
      ...(voiceToVoice === null || voiceToVoice < 0 ? {} : { voiceToVoiceMs: voiceToVoice }),
    });
    if (body.notice === true && said.complete) this.#deps.leg.record({ path: this.#deps.recordingPath });
    if (this.#hangupReason !== null && this.#mouth.idle) return this.#hangup(this.#hangupReason);
    if (body.expect !== null && !this.#ear.speaking) this.#listen(said.id, body.expect);
  }

  #listen(command: string, expect: Expectation): void {
    this.#expect = expect;
    this.#expectCommand = command;
    this.#ear.expect(expect.kind);
    this.#clearSilence();
    this.#silenceTimer = setTimeout(() => this.#silence(), expect.timeoutMs);
  }

  #silence(): void {
    if (this.#phase !== 'talking' || this.#ear.speaking || !this.#mouth.idle || !this.#expect) return;
    this.#deps.send({ kind: 'silence', command: this.#expectCommand, ms: this.#expect.timeoutMs });
    this.#watch.ours(this.#deps.monotonic());
  }

  #speechStarted(): void {
    this.#clearSilence();
    this.#alone?.speech(this.#deps.monotonic());
    this.#speechAfter = this.#lastHeardWhole;
    const current = this.#mouth.current?.id;
    this.#speechDuring = current !== undefined && this.#says.has(current) ? current : undefined;
  }

  #partial(utterance: string, text: string): void {
    this.#alone?.speech(this.#deps.monotonic());
    faultPoint('voice.partial');
    if (this.#phase === 'talking') this.#deps.sendVolatile({ kind: 'speech.partial', utterance, text });
  }

  #final(final: EarFinal): void {
    if (this.#phase === 'alone') {
      this.#alone?.speech(this.#deps.monotonic());
      if (final.text !== '') this.#aloneWords.push({ text: final.text, startMs: Math.round(final.startMs) });
      return;
    }
    if (this.#phase !== 'talking') return;
    for (const { id } of this.#held.splice(0)) this.#said({ id, ...UNHEARD });
    this.#cut = false;
    this.#callerEndMs = final.text === '' ? null : final.endMs;
    this.#watch.ours(this.#deps.monotonic());
    this.#deps.send({
      kind: 'speech.final',
      utterance: final.utterance,
      text: final.text,
      startMs: Math.round(final.startMs),
      endMs: Math.round(final.endMs),
      ...(this.#speechDuring === undefined ? {} : { during: this.#speechDuring }),
      ...(this.#speechAfter === undefined ? {} : { after: this.#speechAfter }),
      times: { endpointMs: Math.round(final.endpointMs), sttMs: Math.round(final.sttMs) },
      degraded: final.degraded,
    });
  }

  /** A sound without words, or a cough: nobody has to answer it, unless we fell silent for it. */
  #nothingSaid(): void {
    if (this.#phase === 'talking' && this.#cut) {
      this.#final({ utterance: newId(), text: '', startMs: 0, endMs: 0, endpointMs: 0, sttMs: 0, degraded: true });
      return;
    }
    for (const { id, body } of this.#held.splice(0)) {
      this.#mouth.say({ id, sentences: body.sentences, interruptible: body.interruptible });
    }
    if (this.#phase === 'talking' && this.#mouth.idle && this.#expect && !this.#watch.waiting) {
      this.#listen(this.#expectCommand, this.#expect);
    }
  }

  #key(digit: string, atMs: number): void {
    this.#clearSilence();
    if (this.#phase !== 'talking') return;
    if (this.#mouth.current?.interruptible === true) this.#mouth.interrupt();
    this.#deps.send({ kind: 'key', digits: digit, offsetMs: Math.round(atMs) });
    this.#watch.ours(this.#deps.monotonic());
  }

  #check(): void {
    const now = this.#deps.monotonic();
    if (this.#phase === 'alone') {
      if (this.#alone?.due(now) === true && !this.#ear.speaking) this.#aloneStep();
      return;
    }
    if (this.#phase !== 'talking' || this.#ear.speaking) return;
    switch (this.#watch.check(now, !this.#mouth.idle)) {
      case 'filler': {
        const text = FILLERS[this.#fillers % FILLERS.length] ?? FILLERS[0];
        this.#mouth.say({ id: `filler-${++this.#fillers}`, sentences: [{ text, clip: true }], interruptible: true });
        return;
      }
      case 'alone':
        void this.#goAlone(true);
        return;
      case 'wait':
        return;
      default:
    }
  }

  async #goAlone(midCall: boolean): Promise<void> {
    if (this.#phase === 'alone' || this.#phase === 'ended') return;
    this.#deps.log.warn({ call: this.id, midCall }, 'core is away: voice goes on alone');
    this.#phase = 'alone';
    this.#clearSilence();
    this.#ear.expect('open');
    this.#alone = new AlonePolicy({ midCall, takeMessage: this.#deps.takeMessage });
    await this.#answer();
    this.#mouth.interrupt();
    this.#aloneStep();
  }

  #aloneStep(): void {
    const step: AloneStep | undefined = this.#alone?.next(this.#deps.monotonic());
    switch (step?.do) {
      case 'say':
        this.#mouth.say({
          id: step.notice ? 'alone-notice' : 'alone-say',
          sentences: step.sentences.map((text) => ({ text, clip: true })),
          interruptible: false,
        });
        return;
      case 'beep':
        this.#deps.leg.play('alone-tone', beep(), true);
        this.#aloneStep();
        return;
      case 'listen':
        return;
      case 'hangup':
        this.#hangup('message taken');
        return;
      default:
    }
  }

  /** One of voice's own sentences has ended: a filler, or a step of the small policy. */
  #ownSaid(said: Said): void {
    if (said.id.startsWith('filler-')) return this.#watch.quiet(this.#deps.monotonic());
    if (this.#phase !== 'alone') return;
    if (said.id === 'alone-notice' && this.#recording === undefined)
      this.#deps.leg.record({ path: this.#deps.recordingPath });
    this.#aloneStep();
  }

  #hangup(reason: string): void {
    if (this.#phase === 'ended') return;
    this.#deps.incoming.hangup(reason);
    this.#finish('us', reason);
  }

  #finish(by: 'caller' | 'us' | 'lost', reason: string): void {
    if (this.#phase === 'ended') return;
    const alone = this.#phase === 'alone';
    this.#phase = 'ended';
    this.#clearSilence();
    if (this.#greetingTimer) clearTimeout(this.#greetingTimer);
    if (this.#watchTimer) clearInterval(this.#watchTimer);
    void this.#close(by, reason, alone);
  }

  async #close(by: 'caller' | 'us' | 'lost', reason: string, alone: boolean): Promise<void> {
    await this.#ear.close();
    this.#mouth.interrupt();
    const recording = (await this.#deps.leg.close())?.path;
    const endedAt = this.#deps.now();
    const message = alone
      ? ({
          kind: 'call.alone',
          line: this.#deps.line,
          from: this.#deps.incoming.from.user,
          to: this.#deps.incoming.to.user,
          startedAt: this.#startedAt,
          endedAt,
          reason,
          engines: this.#deps.engines,
          transcript: this.#aloneWords,
          ...(recording === undefined ? {} : { recording }),
        } as const)
      : null;
    if (!message) {
      this.#deps.send({ kind: 'call.ended', by, reason, endedAt, ...(recording === undefined ? {} : { recording }) });
    }
    this.#deps.onEnded(message);
  }

  #clearSilence(): void {
    if (this.#silenceTimer) clearTimeout(this.#silenceTimer);
    this.#silenceTimer = null;
  }
}
