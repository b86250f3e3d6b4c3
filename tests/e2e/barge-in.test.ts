import { expect, test } from 'vitest';
import type { CallRecord, UtteranceRecord } from '#shared/api/records.ts';
import { Box } from './box.ts';
import { Caller } from './caller.ts';

const ours = (call: CallRecord): UtteranceRecord[] => call.transcript.filter(({ speaker }) => speaker === 'us');
const theirs = (call: CallRecord): string[] =>
  call.transcript.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);

test.concurrent('a caller who speaks into our sentence is let speak, and answered; history holds what was heard', async () => {
  await using box = await Box.start();
  {
    await using caller = await Caller.ring(box.sip);
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.sounding(1500);
    await caller.say('please wait, my name is Sarah Miller');
    await caller.sounding(500);
    await caller.hears(/./);
    await caller.say('goodbye');
  }
  const call = await box.endedCall();
  const cut = ours(call)[1];
  expect(cut?.text).toContain('heat is not working');
  expect(cut?.heardText).not.toBe(cut?.text);
  expect(cut?.text.startsWith(cut.heardText ?? '?')).toBe(true);
  // One and a half seconds of it, and the little until it fell silent.
  expect(cut?.heardText).toMatch(/^I understand/);
  expect(cut?.heardText).not.toContain('in the house');
  expect(theirs(call)[1]).toMatch(/miller|wait/);
  // What was said into our sentence is answered by another one.
  expect(ours(call).length).toBeGreaterThan(2);
  expect(call.slots['name']?.value ?? '').not.toBe('');
}, 120_000);

test.concurrent('a sound of listening does not stop us, and neither does anything stop the greeting and its notice', async () => {
  await using box = await Box.start();
  {
    await using caller = await Caller.ring(box.sip);
    await caller.sounding(1500);
    await caller.say('hello can you hear me');
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.sounding(1000);
    await caller.say('okay');
    // The end of what was sounding, whatever it was: how the words were understood is not the matter here.
    await caller.quiet(1500);
  }
  const call = await box.endedCall();
  const [greeting, answer] = ours(call);
  expect(greeting?.heardText).toBe(greeting?.text);
  expect(call.hasRecording).toBe(true);
  expect(answer?.heardText).toBe(answer?.text);
}, 120_000);
