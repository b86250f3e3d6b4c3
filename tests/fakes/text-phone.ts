import { newId } from '#shared/ids.ts';
import type { CallCommand } from '#shared/link/commands.ts';
import { silentLog } from '#observe/log.ts';
import { type CommandMessage, LinkClient } from '#voice/link/client.ts';
import { answerTraceAsk } from '#voice/trace/answer.ts';
import { Traces } from '#voice/trace/traces.ts';

export interface TextPhoneOptions {
  readonly socketPath: string;
  readonly from: string;
  /** What the caller says when this was heard; null to stay silent. */
  readonly answer: (heard: string) => string | null;
  readonly bench?: boolean;
}

/** One thing the box said, as it reached this caller. */
export interface HeardSay {
  readonly id: string;
  readonly text: string;
}

/**
 * A voice process without sound: it speaks the real link to a real core, hears every sentence to its end and answers in text.
 * Core may die and come back in between; the phone reconnects, sends its snapshot and whatever was not acknowledged.
 */
export class TextPhone {
  readonly call = newId();
  readonly heard: HeardSay[] = [];
  readonly said: string[] = [];
  readonly ended: Promise<string>;
  readonly #options: TextPhoneOptions;
  readonly #link: LinkClient;
  readonly #traces = new Traces(Date.now);
  readonly #done = new Set<string>();
  #end: (reason: string) => void = () => undefined;
  #clock = 0;
  #utterances = 0;
  #lastWhole: string | undefined;
  #over = false;

  constructor(options: TextPhoneOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#link = new LinkClient({
      socketPath: options.socketPath,
      bootId: newId(),
      log: silentLog(),
      lines: () => [],
      engines: () => [],
      snapshot: () =>
        this.#over
          ? []
          : [
              {
                call: this.call,
                line: 'main',
                from: options.from,
                to: '100',
                startedAt: Date.now(),
                playing: null,
                heardMs: 0,
                done: [...this.#done],
                expect: null,
              },
            ],
      onAsk: (ask) => answerTraceAsk(this.#traces, ask),
      onCommand: (command) => this.#take(command),
      onModes: () => undefined,
      onDial: () => undefined,
      onAcknowledged: () => undefined,
      onChange: () => undefined,
    });
  }

  get up(): boolean {
    return this.#link.up;
  }

  ring(): void {
    this.#link.send(this.call, Date.now(), {
      kind: 'call.started',
      line: 'main',
      from: this.#options.from,
      to: '100',
      startedAt: Date.now(),
      engines: { stt: 'text', tts: 'text', bench: this.#options.bench ?? false },
    });
    this.#link.start();
  }

  hangUp(): void {
    this.#finish('caller', 'hung up');
  }

  close(): void {
    this.#link.close();
  }

  #take({ id, body }: CommandMessage): void {
    if (this.#done.has(id)) return;
    this.#done.add(id);
    setTimeout(() => this.#carryOut(id, body), 5);
  }

  #carryOut(id: string, body: CallCommand): void {
    if (this.#over) return;
    if (body.kind === 'hangup') return this.#finish('us', body.reason);
    if (body.kind !== 'say') return;
    const text = body.sentences.map((one) => one.text).join(' ');
    this.heard.push({ id, text });
    this.#clock += 2000;
    this.#lastWhole = id;
    this.#link.send(this.call, Date.now(), {
      kind: 'say.done',
      command: id,
      complete: true,
      heardText: text,
      heardMs: 2000,
    });
    if (body.expect === null) return;
    const reply = this.#options.answer(text);
    if (reply !== null) this.#speak(reply);
  }

  #speak(text: string): void {
    this.said.push(text);
    const utterance = `${this.call}-${++this.#utterances}`;
    const startMs = this.#clock + 300;
    this.#clock = startMs + 1500;
    this.#link.sendVolatile(this.call, Date.now(), {
      kind: 'speech.partial',
      utterance,
      text: text.slice(0, Math.ceil(text.length / 2)),
    });
    this.#link.send(this.call, Date.now(), {
      kind: 'speech.final',
      utterance,
      text: text
        .toLowerCase()
        .replaceAll(/[^a-z0-9' ]/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
      startMs,
      endMs: this.#clock,
      ...(this.#lastWhole === undefined ? {} : { after: this.#lastWhole }),
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    });
  }

  #finish(by: 'caller' | 'us', reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#link.send(this.call, Date.now(), { kind: 'call.ended', by, reason, endedAt: Date.now() });
    this.#end(reason);
  }

  /** Resolves when core has taken in everything that was sent. */
  async settled(limitMs = 5000): Promise<void> {
    const until = Date.now() + limitMs;
    while (this.#link.waits(this.call)) {
      if (Date.now() > until) throw new Error('core did not acknowledge everything');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
