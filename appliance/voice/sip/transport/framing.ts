import { parseNumber } from '../parse/tokens.ts';

export const MAX_MESSAGE_BYTES = 65_535;
const MAX_HEADER_BYTES = 16_384;
const BLANK_LINE = Buffer.from('\r\n\r\n');
const [CR, LF] = [13, 10];

/**
 * What a stream holds: whole messages, keep-alives (RFC 5626 section 3.5.1), or an end to all reading: once `broken` came nobody
 * knows where the next message begins. `head` is what there is of the message then.
 */
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'broken'; readonly cause: string; readonly head: Buffer };

/** Cuts a stream into messages by Content-Length (RFC 3261 sections 7.5 and 18.3). */
export class StreamFramer {
  #buffer = Buffer.alloc(4_096);
  #start = 0;
  #end = 0;
  /** Up to here no end of the headers stands. */
  #searched = 0;
  #broken = false;

  /** A message has begun and is not whole. */
  get pending(): boolean {
    return !this.#broken && this.#firstOfMessage() < this.#end;
  }

  /** @param awaitsPong a ping of ours is out: a line break alone answers it, and is not the first half of a ping */
  push(chunk: Buffer, awaitsPong = false): Frame[] {
    if (this.#broken) return [];
    this.#append(chunk);
    const frames: Frame[] = [];
    for (let frame = this.#next(awaitsPong); frame; frame = this.#next(awaitsPong)) {
      frames.push(frame);
      if (frame.kind === 'broken') break;
    }
    return frames;
  }

  #append(chunk: Buffer): void {
    const held = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const room = Math.max(this.#buffer.length, 2 * (held + chunk.length));
      const grown = held + chunk.length > this.#buffer.length / 2 ? Buffer.alloc(room) : this.#buffer;
      this.#buffer.copy(grown, 0, this.#start, this.#end);
      this.#searched -= this.#start;
      this.#buffer = grown;
      this.#start = 0;
      this.#end = held;
    }
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
  }

  #next(awaitsPong: boolean): Frame | null {
    const first = this.#firstOfMessage();
    const breaks = first - this.#start;
    if (breaks >= 4) return this.#drop(4, { kind: 'ping' });
    // With a message behind it, a line break is an answer, or the leftover of a sender that ends its bodies with one.
    if (breaks >= 2 && (awaitsPong || first < this.#end)) return this.#drop(2, { kind: 'pong' });
    if (first === this.#end) return null;
    if (breaks > 0) this.#drop(breaks);
    return this.#message();
  }

  #message(): Frame | null {
    const held = this.#buffer.subarray(this.#start, this.#end);
    const from = Math.max(0, this.#searched - this.#start - BLANK_LINE.length);
    const blank = held.indexOf(BLANK_LINE, from);
    if (blank < 0) {
      this.#searched = this.#end;
      return held.length > MAX_HEADER_BYTES ? this.#break('header section longer than 16384 bytes', held) : null;
    }
    const head = blank + BLANK_LINE.length;
    if (head > MAX_HEADER_BYTES) return this.#break('header section longer than 16384 bytes', held.subarray(0, head));
    const length = contentLength(held.toString('latin1', 0, blank));
    if (typeof length === 'string') return this.#break(length, held.subarray(0, head));
    if (head + length > MAX_MESSAGE_BYTES) return this.#break('longer than 65535 bytes', held.subarray(0, head));
    if (held.length < head + length) return null;
    return this.#drop(head + length, { kind: 'message', bytes: Buffer.from(held.subarray(0, head + length)) });
  }

  /** Where the message begins, behind line breaks. */
  #firstOfMessage(): number {
    let at = this.#start;
    while (at < this.#end && (this.#buffer[at] === CR || this.#buffer[at] === LF)) at++;
    return at;
  }

  #drop<T extends Frame | null>(bytes: number, frame: T = null as T): T {
    this.#start += bytes;
    this.#searched = this.#start;
    return frame;
  }

  #break(cause: string, head: Buffer): Frame {
    this.#broken = true;
    const kept = Buffer.from(head);
    this.#buffer = Buffer.alloc(0);
    this.#start = 0;
    this.#end = 0;
    return { kind: 'broken', cause, head: kept };
  }
}

/** Bytes of the body, or why they cannot be known: over a stream the header is mandatory (section 20.14). */
const contentLength = (head: string): number | string => {
  const found = [
    ...head.replaceAll(/\r\n[ \t]+/g, ' ').matchAll(/^(?:content-length|l)[ \t]*:[ \t]*(.*?)[ \t\r]*$/gim),
  ];
  const values = new Set(found.map((one) => one[1] ?? ''));
  if (values.size === 0) return 'no Content-Length on a stream';
  if (values.size > 1) return 'more than one content-length';
  return parseNumber([...values][0] ?? '', MAX_MESSAGE_BYTES) ?? 'Content-Length cannot be read';
};
