import { expect, it, describe } from 'vitest';
import { ReferringPbx } from '#fakes/referring-pbx.ts';
import { RungPhone } from '#fakes/rung-phone.ts';
import { rms } from '#voice/media/audio.ts';
import type { Media } from '#voice/media/media.ts';
import type { Leg } from '#voice/media/leg.ts';
import { carried, exactSound, framesPass, hearing, openTestMedia, played } from './media-line.ts';
import { openTransferBox, openTransferRig } from './transfer-rig.ts';

/** Hears something from the far end that is no silence. */
const sounds = (leg: Leg): Promise<void> =>
  new Promise((resolve) => {
    const unlisten = leg.onFrame((frame) => {
      if (rms(frame) < 300) return;
      unlisten();
      resolve();
    });
  });

describe('a caller handed to a person over a second leg', () => {
  it('hears music, is joined when the person presses a key, and both hear each other exactly', async () => {
    await using rig = await openTransferRig(['answer']);
    const music = sounds(rig.caller.leg);
    await rig.transfer();
    const person = await (rig.people[0]?.leg() ?? Promise.reject(new Error('nobody')));
    await sounds(person);
    await music;
    person.press('1');
    expect(await rig.result()).toMatchObject({
      command: 'call/say-2/transfer',
      ok: true,
      to: 'person 1',
      attempts: [{ to: 'person 1', way: 'bridge', outcome: 'taken', status: 200 }],
    });
    await framesPass(rig.caller.leg, 10);
    const [atPerson, atCaller] = [hearing(person), hearing(rig.caller.leg)];
    const sound = exactSound('PCMU', 4000);
    const other = sound.toReversed();
    rig.caller.leg.play('hello', sound, true);
    person.play('hi', other, true);
    await Promise.all([played(rig.caller.leg, 'hello'), played(person, 'hi')]);
    await framesPass(person, 15);
    expect([carried(atPerson.all(), sound), carried(atCaller.all(), other)]).toEqual([1, 1]);
    expect(rig.people[0]?.calls[0]?.from).toBe('9375550142');

    rig.caller.call.hangup();
    expect(await rig.told('call.ended')).toMatchObject({ by: 'caller' });
    await expect.poll(() => rig.people[0]?.calls[0]?.end).toMatchObject({ by: 'remote' });
  });

  it('who says yes takes the call; when the person hangs up, the call is over', async () => {
    await using rig = await openTransferRig(['answer']);
    await rig.transfer();
    await rig.people[0]?.leg();
    await expect.poll(() => rig.ears.length).toBe(2);
    const [, ear] = rig.ears;
    const yes = { utterance: 'u', text: 'yes please', startMs: 0, endMs: 0, endpointMs: 0, sttMs: 0, degraded: false };
    // Before the briefing a yes is a greeting.
    ear?.final(yes);
    await expect
      .poll(
        () => {
          ear?.final(yes);
          return rig.events.some((event) => event.kind === 'transfer.result');
        },
        { timeout: 5000, interval: 100 },
      )
      .toBe(true);
    expect(await rig.result()).toMatchObject({ ok: true });
    rig.people[0]?.calls[0]?.call.hangup();
    expect(await rig.told('call.ended')).toMatchObject({ by: 'us', reason: expect.stringContaining('person') });
    expect((await rig.caller.ended).by).toBe('remote');
  });

  it('busy, no answer and a refusal go on to the next; when nobody is left the caller is back in the talk', async () => {
    await using rig = await openTransferRig([486, 'ring', 603], { ringMs: 400 });
    await rig.transfer();
    const result = await rig.result();
    expect(result).toMatchObject({
      ok: false,
      to: null,
      attempts: [
        { to: 'person 1', outcome: 'busy', status: 486 },
        { to: 'person 2', outcome: 'no_answer', status: 408 },
        { to: 'person 3', outcome: 'declined', status: 603 },
      ],
    });
    await expect.poll(() => rig.people[1]?.calls[0]?.end).toMatchObject({ status: 487 });
    const talk = sounds(rig.caller.leg);
    (await rig.voice).command('call/say-3', 0, {
      kind: 'say',
      sentences: [{ text: 'Nobody could take the call.' }],
      interruptible: true,
      tier: 'cost',
      expect: { kind: 'open', timeoutMs: 7000 },
    });
    await talk;
    await expect
      .poll(() => rig.events.some((event) => event.kind === 'say.done' && event.command === 'call/say-3'))
      .toBe(true);
  });

  it('a person who presses two, declines, and who hangs up does not take it; the next is rung', async () => {
    await using rig = await openTransferRig(['answer', 'answer', 'answer']);
    await rig.transfer();
    (await rig.people[0]?.leg())?.press('2');
    await rig.people[1]?.leg();
    rig.people[1]?.calls[0]?.call.hangup();
    (await rig.people[2]?.leg())?.press('1');
    expect(await rig.result()).toMatchObject({
      ok: true,
      to: 'person 3',
      attempts: [{ outcome: 'declined' }, { outcome: 'not_taken' }, { outcome: 'taken' }],
    });
    await expect.poll(() => rig.people[0]?.calls[0]?.end).not.toBeNull();
  });

  it('a voicemail that beeps is hung up on', async () => {
    await using rig = await openTransferRig(['answer']);
    await rig.transfer();
    const machine = await (rig.people[0]?.leg() ?? Promise.reject(new Error('nobody')));
    const beep = Int16Array.from({ length: 4000 }, (_, i) =>
      Math.round(8000 * Math.sin((2 * Math.PI * 1000 * i) / 8000)),
    );
    machine.play('beep', beep, true);
    expect(await rig.result()).toMatchObject({ ok: false, attempts: [{ outcome: 'voicemail' }] });
    await expect.poll(() => rig.people[0]?.calls[0]?.end).toMatchObject({ by: 'remote' });
  });

  it('a caller who hangs up while it rings is told of, and the ringing stops', async () => {
    await using rig = await openTransferRig(['ring', 'answer']);
    await rig.transfer();
    await expect.poll(() => rig.people[0]?.calls.length).toBe(1);
    rig.caller.call.hangup();
    expect(await rig.result()).toMatchObject({ ok: false, attempts: [{ to: 'person 1', outcome: 'caller_left' }] });
    await expect.poll(() => rig.people[0]?.calls[0]?.end).toMatchObject({ status: 487 });
    await rig.told('call.ended');
    expect(rig.events.map((event) => event.kind).slice(-2)).toEqual(['transfer.result', 'call.ended']);
    expect(rig.people[1]?.calls).toEqual([]);
  });

  it('hold by either side keeps the call; a key reaches the person', async () => {
    await using rig = await openTransferRig(['answer']);
    await rig.transfer();
    const person = await (rig.people[0]?.leg() ?? Promise.reject(new Error('nobody')));
    person.press('1');
    await rig.result();
    expect(await rig.caller.call.offerMedia('sendonly')).toMatchObject({ direction: 'sendonly' });
    expect(await rig.caller.call.offerMedia('sendrecv')).toMatchObject({ direction: 'sendrecv' });
    expect(await rig.people[0]?.calls[0]?.call.offerMedia('inactive')).toMatchObject({ direction: 'inactive' });
    expect(await rig.people[0]?.calls[0]?.call.offerMedia('sendrecv')).toMatchObject({ direction: 'sendrecv' });
    const heard = hearing(person);
    const sound = exactSound('PCMU', 1600);
    rig.caller.leg.play('again', sound, true);
    await played(rig.caller.leg, 'again');
    await framesPass(person, 15);
    expect(carried(heard.all(), sound)).toBe(1);
    const key = new Promise((resolve) => person.onDigit(resolve));
    rig.caller.leg.press('7');
    expect(await key).toBe('7');
  });
});

it('a person who takes the call and hangs up before it is joined: the caller is back in the talk', async () => {
  const media = await openTestMedia();
  const phone = await RungPhone.open(media);
  const box = await openTransferBox(media, [phone.address]);
  const { address, port } = box.line.agent.address;
  const line = await ReferringPbx.ring({ address, port });
  await box.transfer();
  await line.takesOffer();
  (await phone.leg()).press('1');
  // The caller is to be taken off hold, and their line takes its time.
  await expect.poll(() => line.offers, { timeout: 5000 }).toBe(2);
  phone.calls[0]?.call.hangup();
  await expect.poll(() => phone.calls[0]?.end).not.toBeNull();
  await line.takesOffer();
  expect(await box.told('transfer.result')).toMatchObject({
    ok: false,
    to: null,
    attempts: [{ outcome: 'not_taken' }],
  });
  expect(box.events.some(({ kind }) => kind === 'call.ended')).toBe(false);
  await Promise.all([box, line, phone].map((one) => one[Symbol.asyncDispose]()));
  await media.close();
});

/** Orders of what a PBX tells about a REFER that it has taken: its answer, its NOTIFYs, its BYE. */
const WELL = [
  ['NOTIFY 100, 180 and 200, our BYE', ['202', '100', '180', '200']],
  ['BYE before any NOTIFY', ['202', 'BYE']],
  ['NOTIFY 200, then their BYE', ['202', '200', 'BYE']],
  ['BYE before the NOTIFY 200', ['202', '100', 'BYE', '200']],
  ['NOTIFY 200 before the 202', ['200', '202']],
  ['BYE before the 202', ['BYE', '202']],
] as const;

describe('a caller sent on by REFER (RFC 3515 section 2.4)', () => {
  const open = async (media: Media) => {
    const box = await openTransferBox(media, ['sip:dana@127.0.0.1:9', 'sip:office@127.0.0.1:9'], { way: 'refer' });
    const { address, port } = box.line.agent.address;
    const pbx = await ReferringPbx.ring({ address, port });
    return { box, pbx };
  };

  it.each(WELL)('%s: taken on, and told so once before the end', async (_, order) => {
    const media = await openTestMedia();
    const { box, pbx } = await open(media);
    await box.transfer();
    await pbx.tells(order);
    expect(pbx.referredTo).toBe('<sip:dana@127.0.0.1:9>');
    expect(await box.told('transfer.result')).toMatchObject({
      ok: true,
      to: 'person 1',
      attempts: [{ to: 'person 1', way: 'refer', outcome: 'referred', status: 200 }],
    });
    await box.told('call.ended');
    expect(box.events.map(({ kind }) => kind).slice(-2)).toEqual(['transfer.result', 'call.ended']);
    await box[Symbol.asyncDispose]();
    await pbx[Symbol.asyncDispose]();
    await media.close();
  });

  it('NOTIFY 486 and 603: the next is tried, then the caller is back with us', async () => {
    const media = await openTestMedia();
    const { box, pbx } = await open(media);
    await box.transfer();
    await pbx.tells(['202', '100', '486']);
    await pbx.tells(['202', '603']);
    await pbx.takesOffer();
    expect(await box.told('transfer.result')).toMatchObject({
      ok: false,
      attempts: [
        { to: 'person 1', way: 'refer', outcome: 'busy', status: 486 },
        { to: 'person 2', way: 'refer', outcome: 'declined', status: 603 },
      ],
    });
    expect(box.events.some(({ kind }) => kind === 'call.ended')).toBe(false);
    await box[Symbol.asyncDispose]();
    await pbx[Symbol.asyncDispose]();
    await media.close();
  });
  it('whose phone will not do it is handed over by us', async () => {
    await using rig = await openTransferRig(['answer'], { way: 'refer' });
    await rig.transfer();
    (await rig.people[0]?.leg())?.press('1');
    expect(await rig.result()).toMatchObject({
      ok: true,
      attempts: [
        { way: 'refer', outcome: 'refused', status: 603 },
        { way: 'bridge', outcome: 'taken' },
      ],
    });
  });
});
