import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { Box } from './box.ts';

const PILOT = resolve(import.meta.dirname, '../../bin/pilot');
const folder = mkdtempSync(join(tmpdir(), 'pilot-failures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the box until it ends by itself. */
const run = async (config: string, ...argv: string[]): Promise<{ code: number | null; text: string }> => {
  const file = join(folder, 'pilot.yaml');
  writeFileSync(file, config);
  const data = join(folder, 'data');
  const child = spawn(PILOT, ['run', '--config', file, '--data', data, '--http-port', '0', '--sip-port', '0', ...argv]);
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, text };
};

/** One datagram to a SIP address, and what comes back within `ms`. */
const exchange = async (sip: string, packet: string | Buffer, ms: number): Promise<string | null> => {
  const port = Number(sip.split(':').at(-1));
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const text = typeof packet === 'string' ? packet.replaceAll('PORT', String(socket.address().port)) : packet;
    socket.send(text, port, '127.0.0.1');
    return await Promise.race([
      once(socket, 'message').then(([message]) => (message as Buffer).toString('utf8')),
      new Promise<null>((done) => setTimeout(() => done(null), ms)),
    ]);
  } finally {
    socket.close();
  }
};

const OPTIONS = [
  'OPTIONS sip:box@127.0.0.1 SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1:PORT;branch=z9hG4bKprobe1;rport',
  'Max-Forwards: 70',
  'From: <sip:probe@127.0.0.1>;tag=1',
  'To: <sip:box@127.0.0.1>',
  'Call-ID: probe-1',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

test('a wrong setting is named with file, line and column, and the box does not start', async () => {
  const { code, text } = await run('http:\n  port: 0\nsip:\n  max_calls: many\n');
  expect(code).toBe(78);
  expect(text).toMatch(/pilot\.yaml:4:14: sip\.max_calls/);
  expect(text).toContain('What to do:');
});

test('a taken SIP port is named, with the way out', async () => {
  const holder = createSocket('udp4');
  holder.bind(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  const { code, text } = await run('', '--sip-port', String(port));
  holder.close();
  expect(code).toBe(78);
  expect(text).toContain(`127.0.0.1:${port}`);
  expect(text).toContain('What to do:');
});

test('a model that is not on the box is named, with the command that fetches it', async () => {
  const { code, text } = await run('speech:\n  stt:\n    model: whisper-tiny\n');
  expect(code).toBe(78);
  expect(text).toContain('speech.stt.model');
  expect(text).toMatch(/pilot models (get|list)/);
});

test('malformed SIP packets are dropped with their cause, and the box goes on answering', async () => {
  await using box = await Box.start();
  for (const packet of [
    Buffer.from([0, 1, 2, 3, 255]),
    Buffer.from('INVITE\r\n\r\n'),
    Buffer.from('INVITE sip:x SIP/2.0\r\nVia: broken\r\nContent-Length: -5\r\n\r\n'),
    Buffer.alloc(60_000, 'A'),
  ]) {
    await exchange(box.sip, packet, 50);
  }
  expect(await exchange(box.sip, OPTIONS, 2000)).toMatch(/^SIP\/2\.0 200/);
  await vi.waitFor(() => expect(box.log).toContain('malformed SIP packet dropped'));
  expect(
    (await box.json<{ checks: { name: string; ok: boolean }[] }>('/healthz')).checks.find((one) => one.name === 'voice')
      ?.ok,
  ).toBe(true);
});
