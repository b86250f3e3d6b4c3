import type {
  LineQuality,
  TracedMessage,
  TracedPackets,
  TraceNote,
  TraceRecord,
  TraceSummary,
} from '#shared/api/trace.ts';
import { KeptMessages } from './kept-messages.ts';
import { masked, maskUser } from './masking.ts';

const MAX_NOTES = 500;

/** Headers of RTP packets: `LoggedPackets`, with what their clock and far ends mean. */
export interface CallPackets extends Omit<TracedPackets, 'records'> {
  readonly records: Buffer;
}

/** What one call did on the line, as far as it is kept. */
export class CallTrace {
  /** The id that people know; the Call-ID as long as it is no call. */
  id: string;
  readonly callIds = new Set<string>();
  readonly #kept: KeptMessages;
  readonly #notes: TraceNote[] = [];
  readonly #began: number;
  #method = '';
  #from = '';
  #to = '';
  #isCall = false;
  #status = 0;
  #end: { readonly at: number; readonly reason: string } | null = null;
  quality: LineQuality | null = null;
  packets: CallPackets | null = null;

  /**
   * @param callId as the far end names it
   * @param began epoch ms
   * @param limit bytes of messages, about
   */
  constructor(callId: string, began: number, limit: number) {
    this.id = callId;
    this.callIds.add(callId);
    this.#began = began;
    this.#kept = new KeptMessages(limit);
  }

  add(message: TracedMessage): void {
    this.callIds.add(message.callId);
    if (this.#kept.count === 0) {
      this.#method = /^(\S+) /.exec(message.text)?.[1] ?? '';
      this.#from = userIn(message.text, /^(?:from|f)[ \t]*:([^\r\n]*)/im);
      this.#to = userIn(message.text, /^(?:to|t)[ \t]*:([^\r\n]*)/im);
    }
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

  summary(): TraceSummary {
    return {
      id: this.id,
      kind: this.#isCall ? 'call' : this.#method === 'INVITE' ? 'refused' : 'other',
      method: this.#method,
      peer: this.#kept.first?.peer ?? '',
      from: this.#from,
      to: this.#to,
      startedAt: this.#began,
      endedAt: this.#end?.at ?? null,
      status: this.#status,
      messages: this.#kept.count,
      end: this.#end?.reason ?? null,
      quality: this.quality,
    };
  }

  /** With numbers and names. */
  record(packets: boolean): TraceRecord {
    return {
      ...this.summary(),
      masked: false,
      entries: this.#kept.list(),
      leftOut: this.#kept.leftOut,
      notes: [...this.#notes],
      ...(packets && this.packets
        ? { packets: { ...this.packets, records: this.packets.records.toString('base64') } }
        : {}),
    };
  }
}

/** Without numbers and names. */
export const maskedSummary = (trace: TraceSummary): TraceSummary => ({
  ...trace,
  from: maskUser(trace.from),
  to: maskUser(trace.to),
});

/** Without numbers and names. */
export const maskedRecord = (trace: TraceRecord): TraceRecord => ({
  ...trace,
  from: maskUser(trace.from),
  to: maskUser(trace.to),
  masked: true,
  entries: trace.entries.map((one) => ({ ...one, text: masked(one.text) })),
});

const userIn = (text: string, line: RegExp): string =>
  /(?:sips?|tel):([^@;>\s]+)/i.exec(line.exec(text)?.[1] ?? '')?.[1] ?? '';

const ofMethod = (text: string, method: string): boolean =>
  new RegExp(`^cseq[ \\t]*:[ \\t]*\\d+[ \\t]+${method}\\b`, 'im').test(text);
