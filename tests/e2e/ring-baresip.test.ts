import { expect, test } from 'vitest';
import type { CallRecord } from '#shared/api/records.ts';
import { ringWithBaresip, spokenWav } from './baresip/phone.ts';
import { Box } from './box.ts';
import { loudest, wavSamples, wordsIn } from './heard-speech.ts';

const [SERVICE, USER] = ['100', '5551230000'];
const targetOf = (box: Box): string => box.sip.replace(/^sip:[^@]*@/, '');

const callerWords = (call: CallRecord): string =>
  call.transcript
    .filter(({ speaker }) => speaker === 'caller')
    .map(({ text }) => text)
    .join(' ');

test.concurrent('baresip speaks to the box, hears it answer what was said, and hangs up', async () => {
  await using box = await Box.start();
  // The greeting takes some 20 s and is not cut; then the microphone begins to speak.
  const speech = await spokenWav([{ silenceMs: 24_000 }, 'my furnace stopped working', { silenceMs: 20_000 }]);
  const rang = await ringWithBaresip(targetOf(box), { service: SERVICE, seconds: 38, user: USER, speech });
  expect(rang.hungUpOn, rang.output).toBe(false);

  const pcm = wavSamples(rang.heard);
  expect(loudest(pcm)).toBeGreaterThan(1000);
  const words = await wordsIn(pcm);
  expect(words).toContain('thank you for calling');
  expect(words).toMatch(/heat is not working/);

  const call = await box.endedCall();
  expect(call).toMatchObject({ from: USER, endedBy: 'caller', hasRecording: true });
  expect(callerWords(call)).toContain('furnace stopped working');
}, 180_000);

test.concurrent('SRTP SDES: a caller with a wrong number is told so, and the box hangs up on baresip; the words of both go encrypted (RFC 3711, RFC 4568)', async () => {
  const config = 'sip:\n  trunks:\n    - {name: main, hosts: [127.0.0.1/32], srtp: required}\n';
  await using box = await Box.start({ config });
  const speech = await spokenWav([{ silenceMs: 24_000 }, 'sorry, I have the wrong number', { silenceMs: 30_000 }]);
  const rang = await ringWithBaresip(targetOf(box), {
    service: SERVICE,
    seconds: 55,
    user: USER,
    speech,
    srtp: true,
  });
  expect(rang.hungUpOn, rang.output).toBe(true);
  expect(await wordsIn(wavSamples(rang.heard))).toMatch(/wrong number|goodbye/);
  const call = await box.endedCall();
  expect(call).toMatchObject({
    from: `+1${USER}`,
    endedBy: 'us',
    hasRecording: true,
    quality: { srtp: { unauthenticatedPackets: 0 } },
  });
  // The keys stand in the SDP of both, and nowhere else.
  const trace = JSON.stringify(await box.json(`/api/v1/traces/${call.id}`));
  expect(trace.match(/inline:\*\*\*/g)?.length).toBeGreaterThanOrEqual(2);
  for (const told of [trace, box.log, JSON.stringify(call)]) expect(told).not.toMatch(/inline:[A-Za-z\d+/]{8}/);
}, 180_000);
