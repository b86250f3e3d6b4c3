import { newId } from '#shared/ids.ts';
import type { CallCommand } from '#shared/link/commands.ts';
import type { Expectation } from '#shared/link/expectation.ts';
import { silentLog } from '#observe/log.ts';
import { type CommandMessage, LinkClient } from '#voice/link/client.ts';
import { answerTraceAsk } from '#voice/trace/answer.ts';
import { Traces } from '#voice/trace/traces.ts';

/** One thing the box said, as it reached a caller. */
export interface HeardSay {
  readonly id: string;
  readonly text: string;
}

export interface TextCallOptions {
  readonly from: string;
  /** What the caller says when this was heard; null to stay silent. */
  readonly answer: (heard: string) => string | null | Promise<string | null>;
  /** Is told what was heard and wants no answer. */
  readonly hears?: (heard: string) => void;
  readonly bench?: boolean;
}

/** A call without sound: it hears every sentence to its end and answers in text. */
export class TextExchangeCall {
  readonly id = newId();
  readonly heard: HeardSay[] = [];
  readonly said: string[] = [];
  readonly ended: Promise<string>;
  readonly startedAt = Date.now();
  readonly options: TextCallOptions;
  readonly #link: LinkClient;
  readonly #done = new Set<string>();
  #end: (reason: string) => void = () => undefined;
  #clock = 0;
  #utterances = 0;
  #lastWhole: string | undefined;
  #over = false;
  #expect: Expectation | null = null;

  constructor(link: LinkClient, options: TextCallOptions) {
    this.options = options;
    this.#link = link;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    link.send(this.id, Date.now(), {
      kind: 'call.started',
      line: 'main',
      from: options.from,
      to: '100',
      startedAt: Date.now(),
      engines: { stt: 'text', tts: 'text', bench: options.bench ?? false },
    });
  }

  get over(): boolean {
    return this.#over;
  }

  get done(): readonly string[] {
    return [...this.#done];
  }

  hangUp(): void {
    this.#finish('caller', 'hung up');
  }

  /** The caller says nothing for as long as is waited. */
  keepSilent(): void {
    const [expect, command] = [this.#expect, this.#lastWhole];
    if (this.#over || expect === null || command === undefined) return;
    this.#clock += expect.timeoutMs;
    this.#link.send(this.id, Date.now(), { kind: 'silence', command, ms: expect.timeoutMs });
  }

  take({ id, body }: CommandMessage): void {
    if (this.#done.has(id)) return;
    this.#done.add(id);
    setTimeout(() => void this.#carryOut(id, body), 5);
  }

  async #carryOut(id: string, body: CallCommand): Promise<void> {
    if (this.#over) return;
    if (body.kind === 'hangup') return this.#finish('us', body.reason);
    if (body.kind !== 'say') return;
    const text = body.sentences.map((one) => one.text).join(' ');
    this.heard.push({ id, text });
    this.#clock += 2000;
    this.#lastWhole = id;
    this.#link.send(this.id, Date.now(), {
      kind: 'say.done',
      command: id,
      complete: true,
      heardText: text,
      heardMs: 2000,
    });
    this.#expect = body.expect;
    if (body.expect === null) return this.options.hears?.(text);
    const reply = await this.options.answer(text);
    if (reply !== null && !this.#over) this.#speak(reply);
  }

  #speak(text: string): void {
    this.said.push(text);
    const utterance = `${this.id}-${++this.#utterances}`;
    const startMs = this.#clock + 300;
    this.#clock = startMs + 1500;
    this.#link.sendVolatile(this.id, Date.now(), {
      kind: 'speech.partial',
      utterance,
      text: text.slice(0, Math.ceil(text.length / 2)),
    });
    this.#link.send(this.id, Date.now(), {
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
    this.#link.send(this.id, Date.now(), { kind: 'call.ended', by, reason, endedAt: Date.now() });
    this.#end(reason);
  }
}

/**
 * A voice process without sound, for any number of calls: it speaks the real link to a real core. Core may die and come back in
 * between; the exchange reconnects, sends its snapshot and whatever was not acknowledged.
 */
export class TextExchange {
  readonly #link: LinkClient;
  readonly #traces = new Traces(Date.now);
  readonly #calls = new Map<string, TextExchangeCall>();

  constructor(socketPath: string) {
    this.#link = new LinkClient({
      socketPath,
      bootId: newId(),
      log: silentLog(),
      lines: () => [],
      engines: () => [],
      snapshot: () =>
        [...this.#calls.values()]
          .filter(({ over }) => !over)
          .map(({ id, options, startedAt, done }) => ({
            call: id,
            line: 'main',
            from: options.from,
            to: '100',
            startedAt,
            playing: null,
            heardMs: 0,
            done: [...done],
            expect: null,
          })),
      onAsk: (ask) => answerTraceAsk(this.#traces, ask),
      onCommand: (command) => this.#calls.get(command.call)?.take(command),
      onModes: () => undefined,
      onDial: () => undefined,
      onAcknowledged: () => undefined,
      onChange: () => undefined,
    });
  }

  get up(): boolean {
    return this.#link.up;
  }

  /** From now on calls reach core. */
  start(): void {
    this.#link.start();
  }

  /** The phone rings. */
  ring(options: TextCallOptions): TextExchangeCall {
    const call = new TextExchangeCall(this.#link, options);
    this.#calls.set(call.id, call);
    return call;
  }

  close(): void {
    this.#link.close();
  }

  /** Resolves when core has taken in everything that was sent, of one call or of all. */
  async settled(call: string | null, limitMs = 5000): Promise<void> {
    const until = Date.now() + limitMs;
    const waits = (): boolean => [...this.#calls.keys()].some((id) => (call ?? id) === id && this.#link.waits(id));
    while (waits()) {
      if (Date.now() > until) throw new Error('core did not acknowledge everything');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
