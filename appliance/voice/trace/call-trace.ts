import type { LineQuality, TracedMessage, TraceNote, TraceRecord, TraceSummary } from '#shared/api/trace.ts';
import { KeptMessages } from './kept-messages.ts';
import { masked, maskUser } from './masking.ts';

const MAX_NOTES = 500;

/** What one call did on the line, as far as it is kept. */
export class CallTrace {
  /** The id that people know; the Call-ID as long as it is no call. */
  id: string;
  readonly callIds = new Set<string>();
  readonly #kept: KeptMessages;
  readonly #notes: TraceNote[] = [];
  readonly #method: string;
  readonly #from: string;
  readonly #to: string;
  #isCall = false;
  #status = 0;
  #end: { readonly at: number; readonly reason: string } | null = null;
  quality: LineQuality | null = null;

  /** @param limit bytes of messages, about */
  constructor(first: TracedMessage, limit: number) {
    this.id = first.callId;
    this.#kept = new KeptMessages(limit);
    this.#method = /^(\S+) /.exec(first.text)?.[1] ?? '';
    this.#from = userIn(first.text, /^(?:from|f)[ \t]*:([^\r\n]*)/im);
    this.#to = userIn(first.text, /^(?:to|t)[ \t]*:([^\r\n]*)/im);
    this.add(first);
  }

  add(message: TracedMessage): void {
    this.callIds.add(message.callId);
    this.#kept.add(message);
    const status = /^SIP\/2\.0 ([2-6]\d\d) /.exec(message.text)?.[1];
    if (status !== undefined && this.#status === 0 && ofMethod(message.text, this.#method))
      this.#status = Number(status);
  }

  becomes(call: string): void {
    this.id = call;
    this.#isCall = true;
  }

  note(at: number, kind: string, detail: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push({ at, kind, detail });
  }

  end(at: number, reason: string): void {
    this.#end ??= { at, reason };
  }

  get ended(): boolean {
    return this.#end !== null;
  }

  get method(): string {
    return this.#method;
  }

  get bytes(): number {
    return this.#kept.bytes;
  }

  messages(): readonly TracedMessage[] {
    return this.#kept.list();
  }

  summary(unmasked: boolean): TraceSummary {
    const show = unmasked ? (user: string) => user : maskUser;
    const first = this.#kept.first;
    return {
      id: this.id,
      kind: this.#isCall ? 'call' : this.#method === 'INVITE' ? 'refused' : 'other',
      method: this.#method,
      peer: first?.peer ?? '',
      from: show(this.#from),
      to: show(this.#to),
      startedAt: first?.at ?? 0,
      endedAt: this.#end?.at ?? null,
      status: this.#status,
      messages: this.#kept.count,
      end: this.#end?.reason ?? null,
      quality: this.quality,
    };
  }

  record(unmasked: boolean): TraceRecord {
    const entries = this.#kept.list();
    return {
      ...this.summary(unmasked),
      masked: !unmasked,
      entries: unmasked ? entries : entries.map((one) => ({ ...one, text: masked(one.text) })),
      leftOut: this.#kept.leftOut,
      notes: [...this.#notes],
    };
  }
}

const userIn = (text: string, line: RegExp): string =>
  /(?:sips?|tel):([^@;>\s]+)/i.exec(line.exec(text)?.[1] ?? '')?.[1] ?? '';

const ofMethod = (text: string, method: string): boolean =>
  new RegExp(`^cseq[ \\t]*:[ \\t]*\\d+[ \\t]+${method}\\b`, 'im').test(text);
