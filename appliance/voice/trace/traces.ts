import type { LineQuality, TraceOverview, TraceRecord } from '#shared/api/trace.ts';
import type { SipTap } from '../sip/transport/tap.ts';
import type { Endpoint } from '../sip/transport/transport.ts';
import { wentBadly } from './bad-line.ts';
import { CallTrace, type CallPackets, maskedRecord, maskedSummary } from './call-trace.ts';
import { DroppedSources } from './dropped.ts';
import type { KeptCalls } from './kept-calls.ts';
import { withoutSecrets } from './secrets.ts';
import { Shelf } from './shelf.ts';

const KB = 1024;
/** Calls; requests to call that became none; everything else (registrations, keep-alives). At most 24 MB in all. */
const CALLS = { count: 200, bytes: 16 * 1024 * KB };
const REFUSED = { count: 100, bytes: 4 * 1024 * KB };
const OTHERS = { count: 40, bytes: 2 * 1024 * KB };
const CALL_BYTES = 192 * KB;
const OTHER_BYTES = 32 * KB;
const MAX_TEXT = 16 * KB;
/** Of so many of the latest calls the headers of RTP packets are kept too: 72 kB a call. */
const WITH_PACKETS = 50;
/** Call-IDs are chosen by far ends. */
const MAX_CALL_ID = 256;

/**
 * What the lines did lately: SIP messages by call, what happened to each call's sound, and who was not answered. In memory and
 * bounded; secrets are taken out before anything is kept.
 */
export class Traces implements SipTap {
  readonly #now: () => number;
  readonly #kept: KeptCalls | null;
  readonly #calls = new Shelf(CALLS);
  readonly #refused = new Shelf(REFUSED);
  readonly #others = new Shelf(OTHERS);
  readonly #dropped = new DroppedSources();
  readonly #withPackets: CallTrace[] = [];

  /**
   * @param now epoch ms
   * @param kept where calls that went badly are kept on disk
   */
  constructor(now: () => number, kept: KeptCalls | null = null) {
    this.#now = now;
    this.#kept = kept;
  }

  message(direction: 'in' | 'out', data: Buffer, way: { transport: string; local: Endpoint; peer: Endpoint }): void {
    const whole = data.toString('utf8', 0, MAX_TEXT);
    const callId = callIdIn(whole);
    if (callId === '') return;
    const text = withoutSecrets(whole);
    const message = {
      at: this.#now(),
      direction,
      transport: way.transport,
      local: written(way.local),
      peer: written(way.peer),
      callId,
      text,
    };
    const shelf = [this.#calls, this.#refused, this.#others].find((one) => one.holds(callId));
    if (shelf) return shelf.add(callId, message);
    // What belongs to nothing kept and begins nothing tells nothing: an answer to a request that was let go.
    if (text.startsWith('SIP/')) return;
    const isInvite = text.startsWith('INVITE ');
    const trace = new CallTrace(callId, message.at, isInvite ? CALL_BYTES : OTHER_BYTES);
    trace.add(message);
    (isInvite ? this.#refused : this.#others).put(trace);
  }

  dropped(cause: 'foreign' | 'malformed', data: Buffer, source: Endpoint): void {
    this.#dropped.add(cause, source.address, data, this.#now());
  }

  /**
   * The messages of this Call-ID, those to come among them, are of that call: its first leg, or another one. A line that is not SIP
   * has a call without messages.
   */
  joins(call: string, callId: string): void {
    const known = this.#calls.find(call);
    const trace = this.#refused.take(callId);
    if (known) {
      this.#calls.know(callId, known);
      for (const message of trace?.messages() ?? []) this.#calls.add(call, message);
      return;
    }
    const one = trace ?? new CallTrace(callId, this.#now(), CALL_BYTES);
    one.becomes(call);
    this.#calls.put(one);
  }

  note(call: string, kind: string, detail: string): void {
    this.#calls.find(call)?.note(this.#now(), kind, detail);
  }

  quality(call: string, quality: LineQuality): void {
    const trace = this.#calls.find(call);
    if (trace) trace.quality = quality;
  }

  /** @param packets their clock is `performance.now()` of this thread */
  packets(call: string, packets: Omit<CallPackets, 'zero'>): void {
    const trace = this.#calls.find(call);
    if (!trace) return;
    trace.packets = { ...packets, zero: this.#now() - performance.now() };
    this.#withPackets.push(trace);
    if (this.#withPackets.length > WITH_PACKETS) (this.#withPackets.shift() as CallTrace).packets = null;
  }

  /** @param reason how the call ended */
  end(call: string, reason: string): void {
    this.#calls.find(call)?.end(this.#now(), reason);
  }

  /** The call is over and its line measured: one that went badly is kept. */
  finished(call: string): void {
    const record = this.#calls.find(call)?.record(true);
    if (record && wentBadly(record) !== null) this.#kept?.write(record);
  }

  /** @param id of a call, or a Call-ID */
  record(id: string, unmasked: boolean, packets = false): TraceRecord | null {
    const trace = this.#calls.find(id) ?? this.#refused.find(id) ?? this.#others.find(id);
    const record = trace?.record(packets) ?? this.#onDisk(id, packets);
    return record && !unmasked ? maskedRecord(record) : record;
  }

  /** What there is, newest first; masked. */
  overview(): TraceOverview {
    const traces = [this.#calls, this.#refused, this.#others].flatMap((shelf) => shelf.list());
    return {
      traces: traces.map((one) => maskedSummary(one.summary())).toSorted((a, b) => b.startedAt - a.startedAt),
      dropped: this.#dropped.list(),
      droppedElsewhere: this.#dropped.elsewhere,
    };
  }

  #onDisk(id: string, withPackets: boolean): TraceRecord | null {
    const record = this.#kept?.read(id) ?? null;
    if (record === null || withPackets) return record;
    const { packets: _, ...rest } = record;
    return rest;
  }
}

const written = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

const callIdIn = (text: string): string =>
  (/^(?:call-id|i)[ \t]*:([^\r\n]*)/im.exec(text)?.[1] ?? '').trim().slice(0, MAX_CALL_ID);
