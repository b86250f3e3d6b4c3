import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TwilioCall } from '#fakes/twilio-media.ts';
import { expect, test } from 'vitest';
import { Box } from './box.ts';
import { Caller } from './caller.ts';
import { loudest, wavSamples } from './heard-speech.ts';
import { recordingsIn } from './recordings.ts';
import { freePorts, phoneOn } from './stream-phone.ts';

const PUBLIC = 'https://calls.example.com';

test.concurrent('over Twilio Media Streams: two turns, one into our sentence, on record as over any other line', async () => {
  const [port = 0] = await freePorts(1);
  const authToken = 'an invented token';
  const config = `lines: {twilio: {public_url: "${PUBLIC}", port: ${port}, numbers: {"+19375550100": plumbing}}}`;
  await using box = await Box.start({ config, env: { TWILIO_AUTH_TOKEN: authToken } });
  const far = await TwilioCall.ring(
    { port, publicUrl: PUBLIC, authToken, delayMs: 40 },
    '+19375550142',
    '+19375550100',
  );
  const ring = async () => {
    await far.connect();
    far.start();
    return phoneOn(far);
  };
  {
    await using caller = await Caller.over(ring, () => far.closed);
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.sounding(1500);
    await caller.say('please wait, my name is Sarah Miller');
    await caller.sounding(500);
    await caller.hears(/./);
    await caller.say('goodbye');
  }
  const call = await box.endedCall();
  expect(call).toMatchObject({ line: 'plumbing', from: '+19375550142', endedBy: 'caller', hasRecording: true });
  const ours = call.transcript.filter(({ speaker }) => speaker === 'us');
  expect(ours[0]?.heardText).toBe(ours[0]?.text);
  expect(ours[1]?.text).toContain('heat is not working');
  expect(ours[1]?.heardText).toMatch(/^I understand/);
  expect(ours[1]?.heardText).not.toContain('in the house');
  expect(ours.length).toBeGreaterThan(2);
  expect(call.slots['name']?.value ?? '').not.toBe('');
  expect(far.clears).toBeGreaterThan(0);
  expect(far.warnings).toEqual([]);
  const [wav] = recordingsIn(join(box.ready.data, 'recordings'));
  const recording = readFileSync(wav ?? '');
  expect(loudest(wavSamples(recording, 0))).toBeGreaterThan(1000);
  expect(loudest(wavSamples(recording, 1))).toBeGreaterThan(1000);
}, 120_000);
