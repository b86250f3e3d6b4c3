import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamCall } from '../stream-call.ts';
import { Connection } from './connection.ts';

const ID = Buffer.from([0x01, 0, 16, ...Array.from({ length: 16 }, () => 0x11)]);
const FRAME = new Int16Array(160).fill(1000);

/** A socket whose far end reads only when it is let. */
class SlowSocket extends Duplex {
  readonly taken: Buffer[] = [];
  #waiting: (() => void)[] = [];
  slow = false;

  setNoDelay(): void {}
  setKeepAlive(): void {}

  override _read(): void {}

  override _write(piece: Buffer, _: string, done: () => void): void {
    this.taken.push(piece);
    if (this.slow) this.#waiting.push(done);
    else done();
  }

  readOn(): void {
    this.slow = false;
    for (const done of this.#waiting.splice(0)) done();
  }
}

let socket: SlowSocket;
let connection: Connection;
let told: number;
let call: StreamCall;

beforeEach(() => {
  vi.useFakeTimers();
  told = 0;
  socket = new SlowSocket();
  connection = new Connection(socket as unknown as Socket, {
    take: () => ({ from: '', to: '' }),
    onCall: (taken) => {
      call = taken;
      return true;
    },
    onFault: () => undefined,
    onDropped: (frames) => (told = frames),
  });
  socket.push(ID);
});
afterEach(() => {
  socket.destroy();
  vi.useRealTimers();
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test('header and payload go out in one write', async () => {
  await settle();
  connection.write({ kind: 'sound', pcm: FRAME });
  expect(socket.taken.map(({ length }) => length)).toEqual([323]);
  expect([...(socket.taken[0]?.subarray(0, 5) ?? [])]).toEqual([0x10, 1, 64, 0xe8, 0x03]);
});

test('a far end that does not read costs sound, never delay: at most three frames wait', async () => {
  await settle();
  socket.slow = true;
  for (let i = 0; i < 100; i++) connection.write({ kind: 'sound', pcm: FRAME });
  expect(socket.writableLength).toBe(3 * 323);
  expect(connection.dropped).toBe(97);
  socket.readOn();
  await settle();
  connection.write({ kind: 'sound', pcm: FRAME });
  socket.destroy();
  await settle();
  expect(told).toBe(97);
});

test('a far end that does not close after our hang-up is closed on', async () => {
  await settle();
  call.hangup();
  expect(socket.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(socket.destroyed).toBe(true);
});

test('after the end nothing is written', async () => {
  await settle();
  call.hangup();
  const before = socket.taken.length;
  connection.write({ kind: 'sound', pcm: FRAME });
  await settle();
  expect(socket.taken.filter(({ length }) => length === 323)).toHaveLength(0);
  expect(socket.taken.length - before).toBeLessThanOrEqual(1);
});
