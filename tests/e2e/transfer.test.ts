import { expect, test } from 'vitest';
import { RungPhone } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import { espeakVoice } from '#voice/speech/engines.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { Box } from './box.ts';
import { Caller } from './caller.ts';
import { wordsIn } from './heard-speech.ts';
import { soundOf } from './sound-of.ts';

const openLine = (from: number): Promise<Media> =>
  openMedia({ host: '127.0.0.1', portRange: { from, to: from + 98 }, quarantineMs: 0, log: silentLog() });

/** People by the phones they are rung on. */
const config = (...phones: RungPhone[]): string =>
  `transfer:\n  ring: 5\n  to:\n${phones.map(({ address }, i) => `    - {name: Person ${i + 1}, address: "${address}"}\n`).join('')}`;

const asksForPerson = async (box: Box): Promise<Caller> => {
  const caller = await Caller.ring(box.sip);
  await caller.hears(/help you/);
  await caller.quiet(600);
  await caller.say('I want to talk to a real person please.');
  return caller;
};

test.concurrent('Transfer: a person hears who calls, takes the call by a key, and both talk; the record tells it (bridged second leg)', async () => {
  const media = await openLine(26_000);
  const busy = await RungPhone.open(media, 486);
  const phone = await RungPhone.open(media);
  try {
    await using box = await Box.start({ config: config(busy, phone) });
    await using caller = await asksForPerson(box);
    const person = await phone.leg();
    const heard = soundOf(person);
    await heard.said(4000, 2500);
    person.press('1');
    const whisper = await wordsIn(heard.take());
    expect(whisper).toMatch(/ask\w* for a person|do not have their|for you i do not/);
    expect(whisper).toMatch(/press|yes|decline/);
    await expect
      .poll(async () => (await box.json<{ items: { outcome: string | null }[] }>('/api/v1/calls')).items[0]?.outcome)
      .toBe('transferred');

    heard.take();
    await caller.say('My air conditioner stopped cooling.');
    const voice = await openTextToSpeech({ voices: [espeakVoice(150)], log: silentLog() });
    const answer = await voice.render({ text: 'Is there any gas smell, burning smell, smoke, or sparks?' });
    await voice.close();
    person.play('answer', answer, true);
    await caller.hears(/smell|smoke|sparks/);
    expect(await wordsIn(heard.take())).toMatch(/air|cooling|stopped/);

    phone.calls[0]?.call.hangup();
    const call = await box.endedCall();
    expect(call).toMatchObject({
      outcome: 'transferred',
      endedBy: 'us',
      transfer: {
        ok: true,
        to: 'Person 2',
        attempts: [
          { to: 'Person 1', outcome: 'busy' },
          { to: 'Person 2', outcome: 'taken' },
        ],
      },
    });
    expect(call.tasks).toEqual([]);
  } finally {
    await Promise.all([busy, phone].map((one) => one[Symbol.asyncDispose]()));
    await media.close();
  }
}, 180_000);

test.concurrent('Transfer: nobody answers, core is killed when it hears of that; the caller comes back and leaves a message', async () => {
  const media = await openLine(26_100);
  const phone = await RungPhone.open(media, 'ring');
  try {
    await using box = await Box.start({ config: config(phone), env: { PILOT_FAULT: 'transfer.result.received' } });
    await using caller = await asksForPerson(box);
    await expect.poll(() => phone.calls.length, { timeout: 10_000 }).toBe(1);
    await caller.hears(/sorry|nobody/);
    expect(box.log).toContain('fault point transfer.result.received');
    await caller.quiet(700);
    await caller.say('My water heater is leaking.');
    await caller.hears(/number/);
    await caller.quiet(700);
    await caller.say('Yes.');
    await caller.hears(/call you back|goodbye/);
    const call = await box.endedCall();
    expect(call).toMatchObject({
      outcome: 'message',
      transfer: { ok: false, to: null, attempts: [{ to: 'Person 1', outcome: 'no_answer' }] },
    });
    expect(call.tasks).toMatchObject([{ reason: 'person', phone: expect.stringContaining('9375550142') }]);
    expect(phone.calls).toHaveLength(1);
  } finally {
    await phone[Symbol.asyncDispose]();
    await media.close();
  }
}, 180_000);
