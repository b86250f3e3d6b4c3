import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { CallEnd } from '../../sip/session/call.ts';
import type { StreamCall } from '../stream-call.ts';
import { Connection } from './connection.ts';

const FRAME = new Int16Array(160).fill(1000);

/** A WebSocket whose far end answers when the test says so. */
class HeldSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly sent: { event: string }[] = [];
  bufferedAmount = 0;
  pings = 0;
  closed: number | null = null;
  terminated = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { event: string });
  }
  ping(): void {
    this.pings++;
  }
  close(code: number): void {
    this.closed ??= code;
  }
  terminate(): void {
    if (this.terminated) return;
    this.terminated = true;
    this.emit('close', 1006);
  }
  hears(message: object): void {
    this.emit('message', Buffer.from(JSON.stringify(message)), false);
  }
}

let socket: HeldSocket;
let connection: Connection;
let told: number;
let ends: CallEnd[];
let call: StreamCall;

const START = {
  event: 'start',
  start: {
    streamSid: 'MZ1',
    callSid: 'CA1',
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  told = 0;
  ends = [];
  socket = new HeldSocket();
  connection = new Connection(socket as unknown as WebSocket, {
    take: (_, callSid) => ({
      callSid,
      from: '',
      to: '',
      identity: { withheld: true, diverted: [], verstat: null, passports: [], extra: {} },
    }),
    onCall: (taken) => {
      call = taken;
      call.onEnded((end) => ends.push(end));
      return true;
    },
    onEnd: () => undefined,
    onFault: () => undefined,
    onDropped: (frames) => (told = frames),
  });
});
afterEach(() => {
  socket.terminate();
  vi.useRealTimers();
});

test('a stream that never starts does not stay', async () => {
  await vi.advanceTimersByTimeAsync(4999);
  expect(socket.terminated).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(socket.terminated).toBe(true);
});

test('a far end that answers no ping is gone: the call is lost', async () => {
  socket.hears(START);
  await vi.advanceTimersByTimeAsync(10_000);
  socket.emit('pong');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ends).toMatchObject([{ by: 'error' }]);
});

test('a blocked road costs sound, never delay; a clear goes out all the same', () => {
  socket.hears(START);
  connection.write({ kind: 'sound', pcm: FRAME });
  socket.bufferedAmount = 40_000;
  for (let i = 0; i < 50; i++) connection.write({ kind: 'sound', pcm: FRAME });
  connection.write({ kind: 'mark', name: '1' });
  connection.write({ kind: 'clear' });
  expect(connection.dropped).toBe(50);
  expect(socket.sent.map(({ event }) => event)).toEqual(['media', 'clear']);
  socket.terminate();
  expect(told).toBe(50);
});

test('a far end that does not close after us is closed on', async () => {
  socket.hears(START);
  call.hangup();
  expect(socket.closed).toBe(1000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(socket.terminated).toBe(true);
});

test('nothing of a stream that is over is left running', () => {
  socket.hears(START);
  call.hangup();
  socket.terminate();
  expect(vi.getTimerCount()).toBe(0);
});
