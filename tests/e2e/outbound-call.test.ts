import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCaller } from '#drills/answer/caller-state.ts';
import type { PhoneCaller } from '#drills/answer/phone-caller.ts';
import { lastPlaceOf } from '#drills/listen/likeness.ts';
import { wordsOf } from '#drills/listen/words.ts';
import { converse, type ConversationResult } from '#drills/phone/conversation.ts';
import { openHandset, type Handset } from '#drills/phone/handset.ts';
import { parseScenario } from '#drills/scenario/read.ts';
import { makeShop, startOf } from '#drills/shop/open-shop.ts';
import { silentLog } from '#observe/log.ts';
import type { OutboundCallRecord } from '#shared/api/outbound.ts';
import type { CallRecord, JobRecord } from '#shared/api/records.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { Box } from './box.ts';
import { loudest, wavSamples, wordsIn } from './heard-speech.ts';

const SCENARIO = parseScenario(
  `
id: outbound-call
about: A shop with one visit on file.
now: 2026-11-24T10:00
opening: Hello.
shop: {customers: [{name: Sarah Miller, phone: "9375550177", address: {house: "123", street: Oak Street}, visits: [{service: boiler, window: "2026-11-25 08:00-10:00"}]}]}
expect: {outcome: answered}
`,
  'outbound-call.yaml',
);

let folder: string;
let phone: Handset;
let stt: SpeechToText;
let voice: TextToSpeech;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-outbound-'));
  const log = silentLog();
  [phone, stt, voice] = await Promise.all([
    openHandset({ host: '127.0.0.1', log }),
    openSpeechToText({ engine: { model: benchModel() }, log }),
    openTextToSpeech({ voices: [espeakVoice()], log }),
  ]);
});
afterAll(async () => {
  await Promise.all([phone.close(), stt.close(), voice.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const pilot = (...argv: string[]): Promise<string> =>
  new Promise((done, fail) => {
    execFile(resolve('bin/pilot'), argv, (error, stdout, stderr) => (error ? fail(new Error(stderr)) : done(stdout)));
  });

/** Says each answer when the words before it were heard, as somebody at the phone does. */
const whoAnswers = (answers: Readonly<Record<string, string>>): PhoneCaller => ({
  state: newCaller(),
  hear: (text) => {
    const words = wordsOf(text);
    const asked = Object.keys(answers).find((key) => lastPlaceOf(words, key, 0.25) !== null);
    return { say: asked === undefined ? null : (answers[asked] ?? null), press: null, hangUp: false };
  },
});

/** Has the box ring about the visit; somebody takes the phone up and says hello. */
const rung = async (box: Box, answers: Readonly<Record<string, string>>): Promise<ConversationResult> => {
  const taken = phone.taken();
  await pilot('dial', '--about', 'J-1001', '--data', box.ready.data);
  const call = await taken;
  const hello = call.play(await voice.render({ text: 'Hello?' }));
  const result = await converse({ call, caller: whoAnswers(answers), stt, voice });
  await hello;
  await call.close();
  return result;
};
const samples = (frames: readonly Int16Array[]): Int16Array => Int16Array.from(frames.flatMap((frame) => [...frame]));
const newest = async (box: Box): Promise<OutboundCallRecord | undefined> =>
  (await box.json<{ items: OutboundCallRecord[] }>('/api/v1/outbound-calls?limit=1')).items[0];
const visit = async (box: Box) => (await box.json<{ items: JobRecord[] }>('/api/v1/jobs')).items[0]?.visit;

/** A box with the visit on file, whose calls reach the phone. Its folder is its own: a test may be tried again. */
const openBox = async (env: NodeJS.ProcessEnv = {}): Promise<Box> => {
  const dataFolder = mkdtempSync(join(folder, 'box-'));
  await makeShop(SCENARIO, dataFolder);
  const config = `sip:
  trunks:
    - {name: main, server: "${phone.address}", shows: "+19375550100"}
outbound: {trunk: main}
`;
  return await Box.start({ config, dataFolder, now: new Date(startOf(SCENARIO)).toISOString(), env });
};

test('the box rings a customer: the visit is confirmed though core dies in mid-call, and moved in a second call', async () => {
  await using box = await openBox({ PILOT_FAULT: 'speech.final.received#3' });
  const first = await rung(box, {
    'am i speaking with': 'Yes, this is she.',
    'does that still work for you': 'Yes, that works.',
    'anything else i can help': 'No, that is all. Thank you.',
  });
  expect(box.log).toContain('fault point speech.final.received');
  await expect.poll(() => newest(box)).toMatchObject({ status: 'done', outcome: 'confirmed' });
  expect(await visit(box)).toMatchObject({ status: 'confirmed', windowStart: '08:00' });
  const [told] = first.turns;
  expect(told?.heard).toMatch(/record/);
  const attempt = (await newest(box))?.attempts[0];
  const call = await box.json<CallRecord>(`/api/v1/calls/${attempt?.call}`);
  const ours = call.transcript.filter(({ speaker }) => speaker === 'us').map(({ text }) => text);
  expect(new Set(ours).size).toBe(ours.length);
  expect(call).toMatchObject({ direction: 'out', to: '+19375550177', outcome: 'confirmed', hasRecording: true });
  const recording = await (await fetch(`${box.http}/api/v1/calls/${call.id}/recording`)).arrayBuffer();
  expect(loudest(wavSamples(Buffer.from(recording)))).toBeGreaterThan(1000);

  await rung(box, {
    'am i speaking with': 'Yes, speaking.',
    'does that still work for you': 'No, the morning is bad for me.',
    'which time works for you': 'The second one, please.',
    'does that time work for you': 'Yes, that works.',
    'is that okay with you': 'Yes, that is fine.',
    'anything else i can help': 'No, that is all. Thank you.',
  });
  await expect.poll(() => newest(box)).toMatchObject({ status: 'done', outcome: 'moved' });
  const moved = await visit(box);
  expect([moved?.date, moved?.windowStart]).not.toEqual(['2026-11-25', '08:00']);
}, 240_000);

test('a machine with a long greeting is left the shop’s number, and no word of the visit', async () => {
  await using box = await openBox();
  const taken = phone.taken();
  await pilot('dial', '--about', 'J-1001', '--purpose', 'reminder', '--data', box.ready.data);
  const call = await taken;
  const frames: Int16Array[] = [];
  call.onFrame((frame) => frames.push(frame));
  const greeting =
    'we are out of the house today and will be glad to ring you when we are home again so speak slowly and say it twice';
  await call.play(await voice.render({ text: greeting }));
  expect(loudest(samples(frames))).toBeLessThan(1000);
  expect(await call.ended).toMatchObject({ by: 'remote' });
  await call.close();
  await expect.poll(() => newest(box)).toMatchObject({ status: 'done', outcome: 'voicemail' });
  const heard = await wordsIn(samples(frames));
  expect(heard).toMatch(/call us back|please call/);
  expect(heard).not.toMatch(/speaking with|eight|visit|tomorrow/);
}, 120_000);
