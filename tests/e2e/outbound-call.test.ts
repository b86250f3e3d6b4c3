import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { RungPhone } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import type { OutboundCallRecord } from '#shared/api/outbound.ts';
import { openMedia } from '#voice/media/media.ts';
import { Box } from './box.ts';
import { wordsIn } from './heard-speech.ts';

const pilot = (...argv: string[]): Promise<string> =>
  new Promise((done, fail) => {
    execFile(resolve('bin/pilot'), argv, (error, stdout, stderr) => (error ? fail(new Error(stderr)) : done(stdout)));
  });

test('the office has somebody called: rung again after busy, told, confirmed by a key; core killed at the result', async () => {
  const media = await openMedia({
    host: '127.0.0.1',
    portRange: { from: 26_200, to: 26_298 },
    quarantineMs: 0,
    log: silentLog(),
  });
  const phone = await RungPhone.open(media, 486);
  const server = phone.address.split('@')[1] ?? '';
  const config = `sip:
  trunks:
    - {name: main, server: "${server}", shows: "+19375550100"}
outbound: {trunk: main, hours: ["00:00", "23:59"], attempts: 2, retry_minutes: 1}
`;
  try {
    await using box = await Box.start({ config });
    const text = 'The air conditioner is booked for tomorrow.';
    const printed = await pilot('dial', '+19375550142', '--text', text, '--data', box.ready.data, '--json');
    expect(JSON.parse(printed)).toMatchObject([{ to: '+19375550142', purpose: 'confirmation', status: 'waiting' }]);
    const record = async (): Promise<OutboundCallRecord | undefined> =>
      (await box.json<{ items: OutboundCallRecord[] }>('/api/v1/outbound-calls')).items[0];
    await expect.poll(record, { timeout: 10_000 }).toMatchObject({ attempts: [{ outcome: 'busy', status: 486 }] });

    phone.manner = 'answer';
    const person = await phone.leg();
    const heard: Int16Array[] = [];
    person.onFrame((frame) => heard.push(frame));
    const words = () => wordsIn(Int16Array.from(heard.flatMap((frame) => [...frame])));
    await expect.poll(words, { timeout: 40_000, interval: 3000 }).toMatch(/press|confirm/);
    expect(await words()).toMatch(/air|booked|tomorrow/);
    // Core is away while the answer comes: voice keeps it.
    const back = box.kill('core');
    person.press('1');
    await back;
    await expect.poll(record, { timeout: 15_000 }).toMatchObject({
      status: 'done',
      outcome: 'confirmed',
      attempts: [{ outcome: 'busy' }, { outcome: 'confirmed', status: 200 }],
    });
    expect(phone.calls.map(({ from }) => from)).toEqual(['+19375550100', '+19375550100']);
    await expect.poll(() => phone.calls[1]?.end).toMatchObject({ by: 'remote' });
  } finally {
    await phone[Symbol.asyncDispose]();
    await media.close();
  }
}, 240_000);
