import { afterEach, beforeEach, expect, it } from 'vitest';
import { RungPhone, type Manner } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { Forwarding, type ForwardOutcome } from '#voice/calls/forwarding.ts';
import type { LineCall } from '#voice/lines/line.ts';
import { ringOut } from '#voice/lines/ring-out.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { Leg } from '#voice/media/leg.ts';
import type { Media } from '#voice/media/media.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, OutgoingCall } from '#voice/sip/session/call.ts';
import { carried, exactSound, framesPass, hearing, openTestMedia, played } from './media-line.ts';

let media: Media;
let line: SipLine;
let phone: UserAgent;
let fallback: RungPhone;
let outcome: Promise<ForwardOutcome>;
let arrived: LineCall | null;

beforeEach(async () => {
  media = await openTestMedia();
  phone = await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog() });
});
afterEach(async () => {
  await Promise.all([line.close(), phone.close(200), fallback[Symbol.asyncDispose]()]);
  await media.close();
});

/** A line whose every call is sent on to a phone of that manner. */
const open = async (manner: Manner): Promise<void> => {
  fallback = await RungPhone.open(media, manner);
  const trunks = [
    completeTrunk({ name: 'carrier', server: fallback.address.split('@')[1] ?? '', shows: '+19375550100' }),
  ];
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog() }, trunks);
  const ring = ringOut({ agent: line.agent, media, trunks });
  const first = Promise.withResolvers<ForwardOutcome>();
  outcome = first.promise;
  line.onCall((incoming) => {
    arrived = incoming;
    const forwarding = new Forwarding({
      incoming,
      media,
      ring: (at) => ring('+19375550142', incoming.trunk, incoming.from, at),
      opened: () => undefined,
      log: silentLog(),
    });
    void forwarding.run().then(first.resolve);
  });
};

const ring = async (): Promise<{ call: OutgoingCall; leg: Leg; answered: Promise<void>; ended: Promise<CallEnd> }> => {
  const leg = await media.openLeg();
  const { address, port } = line.agent.address;
  const call = phone.call({
    target: `sip:100@${address}:${port}`,
    from: '<sip:9375550123@127.0.0.1>',
    media: { host: leg.host, port: leg.port },
  });
  const answered = new Promise<void>((resolve) => {
    call.onAnswered((agreed) => {
      leg.start(legFormat(agreed));
      resolve();
    });
  });
  return { call, leg, answered, ended: new Promise<CallEnd>((resolve) => call.onEnded(resolve)) };
};

it('the fallback number rings, shows a number of the shop, is joined when it answers, and both hear each other exactly', async () => {
  await open('answer');
  const caller = await ring();
  await caller.answered;
  const far = await fallback.leg();
  expect(await outcome).toBe('joined');
  expect(fallback.calls[0]).toMatchObject({ from: '+19375550100', call: { to: { user: '+19375550142' } } });
  await framesPass(caller.leg, 10);
  const [there, here] = [hearing(far), hearing(caller.leg)];
  const sound = exactSound('PCMU', 4000);
  const other = sound.toReversed();
  caller.leg.play('hello', sound, true);
  far.play('hi', other, true);
  await Promise.all([played(caller.leg, 'hello'), played(far, 'hi')]);
  await framesPass(far, 15);
  expect([carried(there.all(), sound), carried(here.all(), other)]).toEqual([1, 1]);

  fallback.calls[0]?.call.hangup();
  expect((await caller.ended).by).toBe('remote');
  await expect.poll(() => line.agent.liveCalls()).toBe(0);
});

it('a caller who hangs up ends the other call too', async () => {
  await open('answer');
  const caller = await ring();
  await caller.answered;
  expect(await outcome).toBe('joined');
  caller.call.hangup();
  await expect.poll(() => fallback.calls[0]?.end).toMatchObject({ by: 'remote' });
  await expect.poll(() => line.agent.liveCalls()).toBe(0);
});

it.each([486, 480, 603] as const)(
  'refused with %i: the caller still rings here, and can be answered',
  async (manner) => {
    await open(manner);
    const caller = await ring();
    expect(await outcome).toBe('not_taken');
    await arrived?.openLeg(media);
    await arrived?.answer();
    await caller.answered;
    caller.call.hangup();
  },
);

it('a caller who gives up while it rings takes the ringing back', async () => {
  await open('ring');
  const caller = await ring();
  await expect.poll(() => fallback.calls.length).toBe(1);
  caller.call.cancel();
  expect(await outcome).toBe('gone');
  await expect.poll(() => fallback.calls[0]?.end).toMatchObject({ by: 'remote', status: 487 });
  await expect.poll(() => line.agent.liveCalls()).toBe(0);
});
