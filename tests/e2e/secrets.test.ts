import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Box } from './box.ts';
import { Caller } from './caller.ts';
import { wavSamples, wordsIn } from './heard-speech.ts';
import { leftBehind } from './left-behind.ts';
import { recordingsIn } from './recordings.ts';

const GATE = 'seven three nine four one six';
const CARD = 'four five three nine five seven eight seven six three six two one four eight six';

test.concurrent('a code and a card number are said: the box speaks over the card, and neither is heard in the recording or left on disk', async () => {
  await using box = await Box.start({ env: { PILOT_LOG: 'debug' } });
  {
    await using caller = await Caller.ring(box.sip);
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.hears(/heat is not/);
    await caller.say(`the gate code is ${GATE}`);
    await caller.hears(/./);
    await caller.quiet(800);
    const said = caller.say(`${CARD} ${CARD}`);
    // We are heard while the caller still speaks.
    await Promise.race([caller.sounding(500), said.then(() => expect.unreachable('the box let the caller go on'))]);
    await said;
    await caller.hears(/./);
  }
  const call = await box.endedCall();
  const texts = call.transcript.map(({ text }) => text).join(' ');
  expect(texts).toContain('the gate code is [code]');
  expect(call.transcript.flatMap(({ acts }) => acts)).toContain('stop_card');
  const [wav = ''] = recordingsIn(join(box.ready.data, 'recordings'));
  const heard = await wordsIn(wavSamples(readFileSync(wav)));
  expect(heard).toContain('furnace stopped working');
  expect(heard).not.toMatch(
    /seven three nine|nine four one|four one six|gate code is|three nine five|six two one|four eight six/,
  );
  expect(leftBehind(box.ready.data, '739416', '4539578763', '8763621486')).toEqual([]);
  // What a caller said and who they are is under personal keys alone, which are hidden unless asked for.
  expect(box.log).not.toMatch(/furnace|739416|seven three|four five three|9375550142/);
  expect(box.log.length).toBeGreaterThan(0);
}, 180_000);

test.concurrent('a caller who wants no recording gets none, and the call goes on', async () => {
  await using box = await Box.start();
  {
    await using caller = await Caller.ring(box.sip);
    await caller.hears(/help you/);
    await caller.say('please do not record this call');
    await caller.hears(/recording is off/);
    await caller.quiet(500);
    expect(recordingsIn(join(box.ready.data, 'recordings'))).toEqual([]);
    await caller.say('my furnace stopped working');
    await caller.hears(/heat is not/);
  }
  const call = await box.endedCall();
  expect(call).toMatchObject({ recordingRefused: true, hasRecording: false, recordingFailure: null });
  expect(existsSync(join(box.ready.data, 'pilot.db'))).toBe(true);
  expect(recordingsIn(join(box.ready.data, 'recordings'))).toEqual([]);
}, 120_000);
