/**
 * Frames between voice and a speech worker, over pipes of one machine:
 *
 *     0        4      5          9
 *     +--------+------+----------+=================+
 *     | length | type | channel  | payload         |
 *     | u32 LE | u8   | u32 LE   | JSON or samples |
 *     +--------+------+----------+=================+
 *
 * `length` counts the payload alone. `channel` is the utterance or the speech job; 0 is the worker itself.
 */
export const HEADER_BYTES = 9;
/** Ten minutes of telephone audio; anything longer is a broken stream. */
export const MAX_PAYLOAD_BYTES = 10 * 60 * 8000 * 2;

/** Frame types, one table for both directions. JSON unless it says samples (16-bit little-endian, 8 kHz). */
export const FRAME = {
  /** To the worker, first: its settings. */
  load: 1,
  /** From the worker: loaded and self-tested. */
  ready: 2,
  /** From the worker: cannot load; it ends after this. */
  refused: 3,
  ping: 4,
  /** {rss} in bytes. */
  pong: 5,

  open: 16,
  /** Samples of an utterance. */
  audio: 17,
  /** {decode, early}: decode all there is; answered by `text` with the same number. */
  decode: 18,
  /** {text}. */
  partial: 19,
  /** {decode, text}; null when an early text cannot be had. */
  text: 20,
  drop: 21,

  /** {text}: render one clause. */
  say: 32,
  /** Samples of the whole clause; the job is done. */
  speech: 33,
  /** {message}: this job failed. The premium voice tells more: `Unspoken`. */
  unspoken: 34,
  /** Stop rendering this job. */
  stop: 35,
  /** Samples of a job that goes on; `speech` brings its last ones. */
  piece: 36,

  /** Samples of a turn so far: has it come to its end? */
  judge: 48,
  /** {probability}; null when it could not be told. */
  judged: 49,
} as const;

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

/** @throws RangeError when the payload is longer than MAX_PAYLOAD_BYTES */
export const encodeFrame = (type: number, channel: number, payload: Uint8Array): Buffer => {
  if (payload.byteLength > MAX_PAYLOAD_BYTES) throw new RangeError(`payload of ${payload.byteLength} bytes`);
  const out = Buffer.allocUnsafe(HEADER_BYTES + payload.byteLength);
  out.writeUInt32LE(payload.byteLength, 0);
  out.writeUInt8(type, 4);
  out.writeUInt32LE(channel, 5);
  out.set(payload, HEADER_BYTES);
  return out;
};

export const encodeJson = (type: number, channel: number, value: unknown): Buffer =>
  encodeFrame(type, channel, Buffer.from(JSON.stringify(value)));

export const encodeSamples = (type: number, channel: number, samples: Int16Array): Buffer =>
  encodeFrame(type, channel, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));

/** The frame's JSON. Its shape is the sender's: both ends are this program. */
export const jsonOf = <T>(frame: Frame): T => JSON.parse(frame.payload.toString('utf8')) as T;

/** A copy of the frame's samples, aligned. */
export const samplesOf = (frame: Frame): Int16Array => {
  const samples = new Int16Array(frame.payload.byteLength >> 1);
  new Uint8Array(samples.buffer).set(frame.payload.subarray(0, samples.byteLength));
  return samples;
};

/** Cuts a byte stream into frames, wherever the pipe happened to cut it. */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);

  /** @throws RangeError when the stream is not ours (a length out of range) */
  push(bytes: Buffer): Frame[] {
    let rest = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    const frames: Frame[] = [];
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readUInt32LE(0);
      if (length > MAX_PAYLOAD_BYTES) throw new RangeError(`frame of ${length} bytes`);
      if (rest.length < HEADER_BYTES + length) break;
      frames.push({
        type: rest.readUInt8(4),
        channel: rest.readUInt32LE(5),
        payload: rest.subarray(HEADER_BYTES, HEADER_BYTES + length),
      });
      rest = rest.subarray(HEADER_BYTES + length);
    }
    this.pending = rest;
    return frames;
  }
}
