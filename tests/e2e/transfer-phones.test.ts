import { expect, test } from 'vitest';
import { rms } from '#voice/media/audio.ts';
import type { Leg } from '#voice/media/leg.ts';
import { carried, exactSound, hearing, played } from '../integration/media-line.ts';
import { openTransferRig } from '../integration/transfer-rig.ts';
import { SteeredBaresip } from './baresip/steered.ts';
import { freePort, runSipp } from './sipp/run.ts';

/** So many loud frames come in. */
const loudFrames = (leg: Leg): (() => number) => {
  let count = 0;
  leg.onFrame((frame) => {
    if (rms(frame) > 1000) count++;
  });
  return () => count;
};

test('Transfer: baresip takes the call by a key (RFC 4733), is heard, and hangs up', async () => {
  await using phone = await SteeredBaresip.start({ account: ';answermode=auto' });
  await using rig = await openTransferRig([], { others: [`sip:phone@127.0.0.1:${phone.port}`] });
  await rig.transfer();
  await phone.event('CALL_ESTABLISHED');
  phone.command('sndcode', '1');
  expect(await rig.result()).toMatchObject({ ok: true, attempts: [{ outcome: 'taken' }] });
  // Its microphone plays a tone without end.
  const loud = loudFrames(rig.caller.leg);
  await expect.poll(loud, { timeout: 5_000 }).toBeGreaterThan(50);
  phone.command('hangup');
  expect(await rig.told('call.ended')).toMatchObject({ by: 'us' });
  expect((await rig.caller.ended).by).toBe('remote');
}, 60_000);

test('Transfer: sipp takes the call by a key (SIP INFO), gives every sound back, and is hung up on', async () => {
  const port = await freePort();
  const person = runSipp('takes-call', '127.0.0.1:9', { port, echo: true });
  await using rig = await openTransferRig([], { others: [`sip:person@127.0.0.1:${port}`] });
  await rig.transfer();
  expect(await rig.result()).toMatchObject({ ok: true, attempts: [{ outcome: 'taken' }] });
  const heard = hearing(rig.caller.leg);
  const sound = exactSound('PCMU', 8000);
  rig.caller.leg.play('question', sound, true);
  await played(rig.caller.leg, 'question');
  await expect.poll(() => carried(heard.all(), sound), { timeout: 5_000 }).toBe(1);
  rig.caller.call.hangup();
  expect(await rig.told('call.ended')).toMatchObject({ by: 'caller' });
  expect(await person).toEqual({ code: 0, errors: '' });
}, 60_000);
