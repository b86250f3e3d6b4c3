import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { PhoneCall } from '#drills/phone/handset.ts';
import { FRAME_MS } from '#voice/media/audio.ts';

/** The far end of a stream line, as a telephone uses it. */
export interface StreamEnd {
  readonly closed: Promise<unknown>;
  onPlayed: (pcm: Int16Array) => void;
  say(pcm: Int16Array): Promise<void>;
  press(digit: string): void;
  hangup(): void;
}

/** A telephone on a line that is no SIP. Media time counts what is heard. */
export const phoneOn = (end: StreamEnd): PhoneCall => {
  let frames = 0;
  let over = false;
  const listeners: ((frame: Int16Array, atMs: number) => void)[] = [];
  end.onPlayed = (pcm) => {
    for (const tell of listeners) tell(pcm, frames * FRAME_MS);
    frames++;
  };
  const ended = end.closed.then(() => {
    over = true;
    return { by: 'remote' as const, reason: 'closed', status: null };
  });
  return {
    onFrame: (listener) => void listeners.push(listener),
    play: async (pcm) => {
      const startMs = frames * FRAME_MS;
      await end.say(pcm);
      return over ? null : { startMs, speechEndMs: frames * FRAME_MS };
    },
    press: (digits) => {
      for (const digit of digits) end.press(digit);
    },
    hangup: () => end.hangup(),
    ended,
    close: async () => null,
  };
};

/** Ports that nobody has now. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
};
