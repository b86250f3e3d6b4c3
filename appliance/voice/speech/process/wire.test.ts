import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeFrame,
  encodeJson,
  encodeSamples,
  FRAME,
  FrameReader,
  HEADER_BYTES,
  jsonOf,
  MAX_PAYLOAD_BYTES,
  samplesOf,
} from './wire.ts';

test('frames come out whole and in order, wherever the pipe cut the stream', () => {
  const frame = fc.record({
    type: fc.integer({ min: 0, max: 255 }),
    channel: fc.integer({ min: 0, max: 0xffff_ffff }),
    payload: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (frames, cuts) => {
        const stream = Buffer.concat(frames.map((f) => encodeFrame(f.type, f.channel, f.payload)));
        const reader = new FrameReader();
        const seen = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const next = at + (cuts[i % cuts.length] ?? 1);
          seen.push(...reader.push(stream.subarray(at, next)));
          at = next;
        }
        expect(seen.map((f) => ({ ...f, payload: [...f.payload] }))).toEqual(
          frames.map((f) => ({ ...f, payload: [...f.payload] })),
        );
      },
    ),
  );
});

test('samples and JSON survive, also from an odd place in memory', () => {
  const store = new Int16Array([9, -32768, 32767, 5, -1]);
  const bytes = Buffer.concat([
    Buffer.from([1]),
    encodeSamples(FRAME.audio, 7, store.subarray(1, 4)),
    encodeJson(FRAME.partial, 7, { text: 'oak street' }),
  ]);
  const [audio, partial] = new FrameReader().push(bytes.subarray(1));
  expect(audio && [...samplesOf(audio)]).toEqual([-32768, 32767, 5]);
  expect(partial && jsonOf(partial)).toEqual({ text: 'oak street' });
});

test('a stream that is not ours is refused', () => {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32LE(MAX_PAYLOAD_BYTES + 1, 0);
  expect(() => new FrameReader().push(bytes)).toThrow(RangeError);
});
