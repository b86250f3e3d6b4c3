import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announce, AudioSocketChannel } from '#fakes/asterisk-audiosocket.ts';
import type { HealthReport } from '#shared/api/health.ts';
import { expect, test } from 'vitest';
import { Box } from './box.ts';
import { Caller } from './caller.ts';
import { loudest, wavSamples } from './heard-speech.ts';
import { recordingsIn } from './recordings.ts';
import { freePorts, phoneOn } from './stream-phone.ts';

const start = async () => {
  const [port, callsPort] = (await freePorts(2)) as [number, number];
  const config = `lines: {audiosocket: {name: pbx, port: ${port}, calls_port: ${callsPort}, numbers: {"200": plumbing}}}`;
  const box = await Box.start({ config });
  const open: AudioSocketChannel[] = [];
  const ring = async (): Promise<Caller> =>
    Caller.over(
      async () => {
        const { text } = await announce(callsPort, { from: '9375550142', to: '200' });
        const channel = await AudioSocketChannel.open(port, text);
        open.push(channel);
        return phoneOn(channel);
      },
      async () => open[0]?.closed,
    );
  return { box, open, ring };
};

test.concurrent('over AudioSocket: two turns, one into our sentence, on record as over any other line', async () => {
  const { box, ring } = await start();
  await using _ = box;
  // Voice tells how its lines stand once it has found core.
  const line = async () =>
    (await box.json<HealthReport>('/healthz')).checks.find(({ name }) => name === 'line pbx')?.ok;
  await expect.poll(line, { timeout: 10_000 }).toBe(true);
  {
    await using caller = await ring();
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.sounding(1500);
    await caller.say('please wait, my name is Sarah Miller');
    await caller.sounding(500);
    await caller.hears(/./);
    await caller.say('goodbye');
  }
  const call = await box.endedCall();
  expect(call).toMatchObject({
    line: 'plumbing',
    from: '9375550142',
    to: '200',
    endedBy: 'caller',
    hasRecording: true,
  });
  const ours = call.transcript.filter(({ speaker }) => speaker === 'us');
  expect(ours[0]?.heardText).toBe(ours[0]?.text);
  expect(ours[1]?.text).toContain('heat is not working');
  expect(ours[1]?.heardText).toMatch(/^I understand/);
  expect(ours[1]?.heardText).not.toContain('in the house');
  expect(ours.length).toBeGreaterThan(2);
  expect(call.slots['name']?.value ?? '').not.toBe('');
  const [wav] = recordingsIn(join(box.ready.data, 'recordings'));
  const recording = readFileSync(wav ?? '');
  expect(loudest(wavSamples(recording, 0))).toBeGreaterThan(1000);
  expect(loudest(wavSamples(recording, 1))).toBeGreaterThan(1000);
}, 120_000);

test.concurrent('over AudioSocket: core dies in mid-call and the call goes on; the connection breaks into a sentence and the record says so', async () => {
  const { box, open, ring } = await start();
  await using _ = box;
  {
    await using caller = await ring();
    await caller.hears(/help you/);
    await box.kill('core');
    await caller.say('my furnace stopped working');
    await caller.sounding(1000);
    open[0]?.cut();
    await open[0]?.closed;
  }
  const call = await box.endedCall();
  expect(call).toMatchObject({ endedBy: 'lost', endReason: expect.stringContaining('RESET'), hasRecording: true });
  expect(call.transcript.find(({ speaker }) => speaker === 'caller')?.text).toContain('furnace');
  const cut = call.transcript.findLast(({ speaker }) => speaker === 'us');
  expect(cut?.heardText).not.toBe(cut?.text);
}, 120_000);
