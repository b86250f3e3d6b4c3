import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { headerOf, LinePeer, statusOf, tagIn } from '#fakes/line-peer.ts';
import type { CallSummary } from '#shared/api/records.ts';
import type { LineEvent, LineRecord } from '#shared/lines/change.ts';
import { digestPin } from '#shared/pin.ts';
import { Box } from './box.ts';
import { sdp } from './line/rig.ts';

const PIN = '271828';
const OWNER = '9375550177';
const CARRIER = '127.0.0.21';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('a line switched off on the command line sends callers to its fallback number; the owner switches it on by phone with the PIN, which is written nowhere', async () => {
  const config = `sip:
  trunks:
    - name: carrier
      hosts: [${CARRIER}]
      redirect: true
owner:
  pin: "${await digestPin(PIN)}"
  phones: ["+1${OWNER}"]
`;
  await using box = await Box.start({ config, env: { PILOT_LOG: 'debug' } });
  const [, port = ''] = /:(\d+)$/.exec(box.sip) ?? [];
  await using carrier = await LinePeer.open({ address: '127.0.0.1', port: Number(port) }, CARRIER);
  const pilot = (...argv: string[]) =>
    promisify(execFile)(resolve('bin/pilot'), [...argv, '--data', box.ready.data]).then(({ stdout }) => stdout);
  const line = async () =>
    (await box.json<{ items: LineRecord[] }>('/api/v1/lines')).items.find(({ name }) => name === 'carrier');
  /** Rings from a number. @returns the answer above 180, acknowledged */
  const ring = async (callId: string, from: string): Promise<string> => {
    const more = `P-Asserted-Identity: <sip:${from}@carrier.example>\n`;
    carrier.send(carrier.request('INVITE', { callId, more, body: sdp() }));
    const answer = await carrier.next(new RegExp(`^SIP/2\\.0 [2-6][^]*Call-ID: ${callId}`), 15_000);
    carrier.send(carrier.request('ACK', { callId, tag: tagIn(answer) }));
    return answer;
  };

  expect(await pilot('line', 'set', 'carrier', 'off', '--fallback', '937-555-0142', '--for', '2h')).toContain(
    'Goes to 937-555-0142.',
  );
  const away = await ring('stranger-1', '9375550123');
  expect([statusOf(away), headerOf(away, 'Contact')]).toEqual(['302', `<sip:+19375550142@${CARRIER};user=phone>`]);

  const answer = await ring('owner', OWNER);
  expect(statusOf(answer)).toBe('200');
  let seq = 1;
  const press = async (key: string): Promise<void> => {
    seq += 1;
    const body = `Signal=${key}\nDuration=160\n`;
    carrier.send(
      carrier.request('INFO', { callId: 'owner', tag: tagIn(answer), seq, body, type: 'application/dtmf-relay' }),
    );
    await carrier.next(new RegExp(`^SIP/2\\.0 200[^]*CSeq: ${seq} INFO`));
  };
  for (const key of `*${PIN}#`) await press(key);
  const outcome = async () => (await box.json<{ items: CallSummary[] }>('/api/v1/calls')).items[0]?.outcome;
  await expect.poll(outcome, { timeout: 10_000 }).toBe('owner');
  await press('1');
  await expect
    .poll(async () => (await line())?.setting, { timeout: 10_000 })
    .toMatchObject({ mode: 'always', until: null });
  expect(statusOf(await ring('stranger-2', '9375550123'))).toBe('200');

  const { items } = await box.json<{ items: LineEvent[] }>('/api/v1/lines/carrier/history');
  expect(items.map(({ via, who, after }) => [via, who, after.mode])).toEqual([
    ['phone', OWNER, 'always'],
    ['cli', expect.any(String), 'off'],
  ]);
  const trace = await pilot('trace', 'owner', '--full', '--unmasked');
  expect(trace).toContain('INFO');
  const pressed = [...trace.matchAll(/Signal=(.)/g)].map(([, key]) => key).join('');
  expect([pressed.includes(PIN), box.log.includes(PIN)]).toEqual([false, false]);
  const holding = filesIn(box.ready.data).filter((file) => readFileSync(file).includes(PIN));
  expect(holding).toEqual([]);
}, 90_000);
