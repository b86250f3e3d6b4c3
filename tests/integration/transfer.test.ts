import { expect, it, describe } from 'vitest';
import { rms } from '#voice/media/audio.ts';
import type { Leg } from '#voice/media/leg.ts';
import { carried, exactSound, framesPass, hearing, played } from './media-line.ts';
import { openTransferRig } from './transfer-rig.ts';

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
    rig.transfer();
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
    rig.transfer();
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
    rig.transfer();
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
    rig.voice.command('call/say-3', 0, {
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

  it('a person who presses two, or hangs up during the briefing, declines; the next is rung', async () => {
    await using rig = await openTransferRig(['answer', 'answer', 'answer']);
    rig.transfer();
    (await rig.people[0]?.leg())?.press('2');
    await rig.people[1]?.leg();
    rig.people[1]?.calls[0]?.call.hangup();
    (await rig.people[2]?.leg())?.press('1');
    expect(await rig.result()).toMatchObject({
      ok: true,
      to: 'person 3',
      attempts: [{ outcome: 'declined' }, { outcome: 'declined' }, { outcome: 'taken' }],
    });
    await expect.poll(() => rig.people[0]?.calls[0]?.end).not.toBeNull();
  });

  it('a voicemail that beeps is hung up on', async () => {
    await using rig = await openTransferRig(['answer']);
    rig.transfer();
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
    rig.transfer();
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
    rig.transfer();
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

describe('a caller sent on by REFER', () => {
  it('whose phone will not do it is handed over by us', async () => {
    await using rig = await openTransferRig(['answer'], { way: 'refer' });
    rig.transfer();
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
