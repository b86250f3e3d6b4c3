import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { RungPhone } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import type { OutboundCallRecord } from '#shared/api/outbound.ts';
import { openMedia } from '#voice/media/media.ts';
import { Box } from './box.ts';
import { wordsIn } from './heard-speech.ts';
import { soundOf } from './sound-of.ts';

const pilot = (...argv: string[]): Promise<string> =>
  new Promise((done, fail) => {
    execFile(resolve('bin/pilot'), argv, (error, stdout, stderr) => (error ? fail(new Error(stderr)) : done(stdout)));
  });

test('the office has somebody called: told once they listen, confirmed by a key; core is killed when it hears of that', async () => {
  const media = await openMedia({
    host: '127.0.0.1',
    portRange: { from: 26_200, to: 26_298 },
    quarantineMs: 0,
    log: silentLog(),
  });
  const phone = await RungPhone.open(media);
  const server = phone.address.split('@')[1] ?? '';
  const config = `sip:
  trunks:
    - {name: main, server: "${server}", shows: "+19375550100"}
outbound: {trunk: main, hours: ["00:00", "23:59"]}
`;
  try {
    await using box = await Box.start({ config, env: { PILOT_FAULT: 'outbound.result.received' } });
    const text = 'The air conditioner is booked for tomorrow.';
    const printed = await pilot('dial', '+19375550142', '--text', text, '--data', box.ready.data, '--json');
    expect(JSON.parse(printed)).toMatchObject([{ to: '+19375550142', purpose: 'confirmation', status: 'waiting' }]);
    const record = async (): Promise<OutboundCallRecord | undefined> =>
      (await box.json<{ items: OutboundCallRecord[] }>('/api/v1/outbound-calls')).items[0];
    const person = await phone.leg();
    const heard = soundOf(person);
    await heard.said(4000, 2500);
    person.press('1');
    expect(await wordsIn(heard.take())).toMatch(/air|booked|tomorrow/);
    await expect.poll(record, { timeout: 15_000 }).toMatchObject({
      status: 'done',
      outcome: 'confirmed',
      attempts: [{ outcome: 'confirmed', status: 200 }],
    });
    expect(box.log).toContain('fault point outbound.result.received');
    expect(phone.calls.map(({ from }) => from)).toEqual(['+19375550100']);
    await expect.poll(() => phone.calls[0]?.end).toMatchObject({ by: 'remote' });
  } finally {
    await phone[Symbol.asyncDispose]();
    await media.close();
  }
}, 240_000);
