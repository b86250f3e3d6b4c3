import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RungPhone, type Manner } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import { traceCall } from '#voice/trace/traced-call.ts';
import { Traces } from '#voice/trace/traces.ts';
import { OutboundCalls, type AnsweredCall } from '#voice/calls/outbound/outbound-calls.ts';
import { dialerOf } from '#voice/lines/dialer.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { Media } from '#voice/media/media.ts';
import { carried, exactSound, framesPass, hearing, openTestMedia, played } from './media-line.ts';

const dialled = (attempt: string, ringMs = 5000): DialMessage => ({
  type: 'dial',
  attempt,
  epoch: 1,
  to: '+19375550142',
  ringMs,
  reason: { purpose: 'confirmation', about: 'visit-1' },
});

/** SIP and sound are real: a machine that is busy takes its time. */
const PATIENT = { timeout: 10_000 };

let media: Media;
let line: SipLine;
let calls: OutboundCalls;
let told: { attempt: string; body: CallEvent }[];
let answered: AnsweredCall[];
let missed: string[];
let traces: Traces;

const open = async (manner: Manner): Promise<RungPhone> => {
  const phone = await RungPhone.open(media, manner);
  const server = phone.address.split('@')[1] ?? '';
  const trunk = completeTrunk({ name: 'main', server, shows: '+19375550100' });
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog(), tap: traces }, [trunk]);
  const limits = { attempts: 1, retryMs: 1, ringMs: 1, afterCutOff: false };
  calls = new OutboundCalls({
    openLeg: () => media.openLeg(),
    dial: dialerOf(line.agent, [trunk], { trunk: 'main', hours: ['00:00', '23:59'], ...limits }),
    trunk: 'main',
    placed: (attempt, call, leg) => traceCall(traces, attempt, call, leg),
    missed: (attempt) => missed.push(attempt),
    answered: (call) => answered.push(call),
    monotonic: () => performance.now(),
    log: silentLog(),
    send: (attempt, body) => told.push({ attempt, body }),
  });
  return phone;
};
const results = () => told.map(({ body }) => body).filter((body) => body.kind === 'outbound.result');

beforeEach(async () => {
  media = await openTestMedia();
  traces = new Traces(Date.now);
  [told, answered, missed] = [[], [], []];
});
afterEach(async () => {
  calls.endAll();
  await line.close();
  await media.close();
});

describe('a call of the box’s own', () => {
  it('that is answered is handed on as a call with sound both ways, shows a number of the shop, and is hung up like any', async () => {
    await using phone = await open('answer');
    await calls.dial(dialled('call.1'));
    expect(answered).toMatchObject([
      { id: 'call.1', to: '+19375550142', reason: { purpose: 'confirmation', about: 'visit-1' } },
    ]);
    const [talk] = answered;
    if (!talk) throw new Error('nobody answered');
    const person = await phone.leg();
    await framesPass(talk.leg, 10);
    const [there, here] = [hearing(person), hearing(talk.leg)];
    const sound = exactSound('PCMU', 4000);
    const other = sound.toReversed();
    talk.leg.play('hello', sound, true);
    person.play('hi', other, true);
    await Promise.all([played(talk.leg, 'hello'), played(person, 'hi')]);
    await framesPass(person, 15);
    expect([carried(there.all(), sound), carried(here.all(), other)]).toEqual([1, 1]);
    talk.call.hangup('over');
    await expect.poll(() => phone.calls[0]?.end, PATIENT).toMatchObject({ by: 'remote' });
    expect(phone.calls[0]?.from).toBe('+19375550100');
    const trace = traces.record('call.1', true);
    expect(trace).toMatchObject({ kind: 'call', method: 'INVITE', status: 200 });
    expect(trace?.entries[0]).toMatchObject({ direction: 'out', text: expect.stringMatching(/^INVITE /) });
    expect(told).toEqual([{ attempt: 'call.1', body: { kind: 'outbound.ringing' } }]);
    expect(missed).toEqual([]);
    await talk.leg.close();
  });

  it.each<[Manner, string, number]>([
    [486, 'busy', 486],
    ['ring', 'no_answer', 408],
    [603, 'refused', 603],
  ])('a phone that does %s: %s', async (manner, outcome, status) => {
    await using phone = await open(manner);
    await calls.dial(dialled('call.1', 1000));
    expect(results()).toMatchObject([{ outcome, status }]);
    expect([answered, missed]).toEqual([[], ['call.1']]);
    await expect.poll(() => phone.calls[0]?.end, PATIENT).not.toBeNull();
  });

  it('one attempt rings once, however often it is ordered; a box that stops ends it', async () => {
    await using phone = await open('ring');
    void calls.dial(dialled('call.1'));
    void calls.dial(dialled('call.1'));
    await expect.poll(() => phone.calls.length, PATIENT).toBe(1);
    calls.endAll();
    await expect.poll(results, PATIENT).toMatchObject([{ outcome: 'failed' }]);
    await calls.dial(dialled('call.2'));
    expect(results().at(-1)).toMatchObject({ outcome: 'failed', status: 503 });
    await expect.poll(() => phone.calls[0]?.end, PATIENT).toMatchObject({ status: 487 });
    expect(phone.calls).toHaveLength(1);
  });
});
