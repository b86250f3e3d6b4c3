import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { silentLog } from '#observe/log.ts';
import { decodeG711, type G711Law } from '#voice/media/g711.ts';
import type { SoundLeg } from '#voice/media/sound-leg.ts';
import { openMedia, type Media, type MediaOptions } from '#voice/media/media.ts';
import type { LegFormat, LegPlayed } from '#voice/media/messages.ts';
import { parseRtp, type RtpPacket } from '#voice/media/rtp.ts';

export const openTestMedia = (options: Partial<MediaOptions> = {}): Promise<Media> =>
  openMedia({
    host: '127.0.0.1',
    portRange: { from: 24_000, to: 25_999 },
    quarantineMs: 0,
    log: silentLog(),
    ...options,
  });

export const format = (remotePort: number, over: Partial<LegFormat> = {}): LegFormat => ({
  remoteHost: '127.0.0.1',
  remotePort,
  codec: 'PCMU',
  payloadType: over.codec === 'PCMA' ? 8 : 0,
  dtmfPayloadType: 101,
  ptime: 20,
  srtp: null,
  carrier: [],
  ...over,
});

/** Sound that G.711 carries without change, every sample different from the one before. */
export const exactSound = (law: G711Law, samples: number): Int16Array => {
  const levels = decodeG711(
    law,
    Uint8Array.from({ length: 256 }, (_, i) => i),
  ).filter((level) => Math.abs(level) > 20);
  return Int16Array.from({ length: samples }, (_, i) => levels[(i * 37 + Math.floor(i / 160)) % levels.length] ?? 0);
};

/** Collects what a leg hears. */
export const hearing = (
  leg: SoundLeg,
): { readonly frames: { frame: Int16Array; atMs: number }[]; all(): Int16Array } => {
  const frames: { frame: Int16Array; atMs: number }[] = [];
  leg.onFrame((frame, atMs) => frames.push({ frame, atMs }));
  return { frames, all: () => Int16Array.from(frames.flatMap(({ frame }) => [...frame])) };
};

const CHUNK = 80;
const bytes = (pcm: Int16Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

/**
 * How much of `sound` stands in `heard` bit by bit and in order, 0..1. What a late packet made the receiver insert between is
 * not counted against it: this machine may stand still for a moment.
 */
export const carried = (heard: Int16Array, sound: Int16Array): number => {
  const whole = bytes(heard);
  let at = 0;
  let found = 0;
  const chunks = Math.floor(sound.length / CHUNK);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const next = whole.indexOf(bytes(sound.subarray(chunk * CHUNK, (chunk + 1) * CHUNK)), at);
    if (next < 0) continue;
    found++;
    at = next + CHUNK * 2;
  }
  return found / chunks;
};

export const played = (leg: SoundLeg, id: string): Promise<LegPlayed> =>
  new Promise((resolve) => {
    const unlisten = leg.onPlayed((report) => {
      if (report.id !== id || !report.done) return;
      unlisten();
      resolve(report);
    });
  });

/** Resolves when so many more frames were heard: the media clock itself, not a timer of the test. */
export const framesPass = (leg: SoundLeg, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    const unlisten = leg.onFrame(() => {
      if (--left > 0) return;
      unlisten();
      resolve();
    });
  });

/** A peer that is nothing but a socket. */
export const openPeer = async (): Promise<{ socket: Socket; port: number; packets: RtpPacket[]; close(): void }> => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const packets: RtpPacket[] = [];
  socket.on('message', (datagram) => {
    const packet = parseRtp(datagram);
    if (packet !== null) packets.push(packet);
  });
  return { socket, port: socket.address().port, packets, close: () => void socket.close() };
};
