import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { decodeG711 } from '#voice/media/g711.ts';
import { Box } from './box.ts';
import { loudest, wordsIn } from './heard-speech.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A socket for RTP whose port leaves room for the ports below that sipp binds. */
const openEar = async (): Promise<{ port: number; packets: Buffer[] }> => {
  for (;;) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', resolve);
    });
    const { port } = socket.address();
    if (port % 2 === 1 || port < 4096) {
      socket.close();
      continue;
    }
    sockets.push(socket);
    const packets: Buffer[] = [];
    socket.on('message', (packet) => packets.push(packet));
    return { port, packets };
  }
};

const ringWithSipp = (target: string, mediaPort: number): Promise<{ code: number; output: string }> =>
  new Promise((resolve, reject) => {
    const scenario = join(import.meta.dirname, 'sipp', 'ring-box.xml');
    const flags = ['-i', '127.0.0.1', '-mi', '127.0.0.1', '-mp', String(mediaPort), '-m', '1', '-nostdin'];
    const limits = ['-timeout', '90', '-timeout_error'];
    const child = execFile(
      'sipp',
      ['-sf', scenario, target, ...flags, ...limits],
      { env: { ...process.env, TERM: 'dumb' } },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: child.exitCode ?? 1, output: `${stdout}${stderr}`.slice(-2000) });
      },
    );
  });

/** RTP payloads (RFC 3550 section 5.1) in order of their sequence numbers. */
const speechOf = (packets: readonly Buffer[]): Int16Array => {
  const audio = packets.filter((packet) => packet.length > 12 && ((packet[1] ?? 0) & 0x7f) === 8);
  const payloads = audio
    .toSorted((a, b) => a.readUInt16BE(2) - b.readUInt16BE(2))
    .map((packet) => decodeG711('PCMA', packet.subarray(12 + 4 * ((packet[0] ?? 0) & 0x0f))));
  const pcm = new Int16Array(payloads.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const payload of payloads) {
    pcm.set(payload, at);
    at += payload.length;
  }
  return pcm;
};

test('sipp rings with recorded speech, hears the box speak, and hangs up', async () => {
  await using box = await Box.start();
  const ear = await openEar();
  const { code, output } = await ringWithSipp(box.sip.replace(/^sip:[^@]*@/, ''), ear.port - 4);
  expect(code, output).toBe(0);
  const pcm = speechOf(ear.packets);
  // Sound never stops while the call is up: 24 s and a little, 50 packets a second.
  expect(pcm.length / 8000).toBeGreaterThan(23);
  expect(loudest(pcm)).toBeGreaterThan(1000);
  const words = await wordsIn(pcm);
  expect(words).toContain('thank you for calling');
  expect(words).toMatch(/recorded/);

  expect(await box.endedCall()).toMatchObject({ from: '5551230000', hasRecording: true });
}, 180_000);
