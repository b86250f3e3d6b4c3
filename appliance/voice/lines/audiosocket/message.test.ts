import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HANGUP_MESSAGE, MessageReader, soundMessage, type AudioSocketMessage } from './message.ts';

const UUID = '40325ec2-5efd-4bd3-805f-53576e581d13';
const message = (type: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type, payload.length >> 8, payload.length & 0xff]), payload]);
const id = message(0x01, Buffer.from(UUID.replaceAll('-', ''), 'hex'));
const read = (...pieces: Buffer[]): AudioSocketMessage[] => {
  const reader = new MessageReader();
  return pieces.flatMap((piece) => reader.push(piece));
};

test('each kind of message', () => {
  expect(read(id)).toEqual([{ kind: 'id', uuid: UUID }]);
  expect(read(message(0x03, Buffer.from('d')))).toEqual([{ kind: 'key', digit: 'D' }]);
  expect(read(message(0x10, Buffer.from([0x34, 0x12, 0xff, 0xff])))).toEqual([
    { kind: 'sound', pcm: Int16Array.from([0x1234, -1]) },
  ]);
  expect(read(message(0x00, Buffer.alloc(0)))).toEqual([{ kind: 'hangup' }]);
  expect(read(message(0xff, Buffer.from([2])), message(0xff, Buffer.alloc(0)))).toEqual([
    { kind: 'error', code: 2 },
    { kind: 'error', code: null },
  ]);
});

test('what is no key of a telephone is left out', () => {
  expect(read(message(0x03, Buffer.from('!')), message(0x03, Buffer.from('5')))).toEqual([{ kind: 'key', digit: '5' }]);
});

test('messages are the same however the stream is cut', () => {
  const sound = Int16Array.from({ length: 160 }, (_, i) => i * 200 - 16_000);
  const stream = Buffer.concat([id, soundMessage(sound), message(0x03, Buffer.from('#')), HANGUP_MESSAGE]);
  const whole = read(stream);
  expect(whole.map(({ kind }) => kind)).toEqual(['id', 'sound', 'key', 'hangup']);
  expect(whole[1]).toEqual({ kind: 'sound', pcm: sound });
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      expect(read(...at.slice(1).map((end, i) => stream.subarray(at[i], end)))).toEqual(whole);
    }),
  );
});

describe('what is no AudioSocket', () => {
  test.each<[string, Buffer]>([
    ['an id of another length', message(0x01, Buffer.alloc(15))],
    ['an odd number of octets of sound', message(0x10, Buffer.alloc(321))],
    ['no sound at all', message(0x10, Buffer.alloc(0))],
    ['more sound than anybody sends at once', message(0x10, Buffer.alloc(3202))],
    ['a key of two characters', message(0x03, Buffer.from('12'))],
    ['a hang-up with something in it', message(0x00, Buffer.from('x'))],
    ['another type', message(0x42, Buffer.alloc(2))],
    ['a request of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s is a fault, and nothing is read after it', (_, octets) => {
    expect(read(octets, id)).toEqual([{ kind: 'fault', reason: expect.stringMatching(/is no AudioSocket message/) }]);
  });

  test.each([0x11, 0x12, 0x18])('sound of another rate (0x%s) is a fault that says the way out', (type) => {
    expect(read(message(type, Buffer.alloc(640)))).toEqual([
      { kind: 'fault', reason: expect.stringContaining('use the AudioSocket application, or codec slin') },
    ]);
  });

  test('any octets at all: no throw, and never more kept than one message', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 30 }), (pieces) => {
        const messages = read(...pieces.map((piece) => Buffer.from(piece)));
        const fault = messages.findIndex(({ kind }) => kind === 'fault');
        expect(fault === -1 || fault === messages.length - 1).toBe(true);
      }),
    );
  });
});
