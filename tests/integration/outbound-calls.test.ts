import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestVoice } from '#fakes/call-parts.ts';
import { RungPhone, type Manner } from '#fakes/rung-phone.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import { traceCall } from '#voice/trace/traced-call.ts';
import { Traces } from '#voice/trace/traces.ts';
import type { Ear, Listening } from '#voice/calls/ear.ts';
import { OutboundCalls } from '#voice/calls/outbound/outbound-calls.ts';
import { dialerOf } from '#voice/lines/dialer.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { Media } from '#voice/media/media.ts';
import { openTestMedia } from './media-line.ts';

/** Says each sentence in a tenth of a second, and keeps what it said. */
class KeepingVoice extends TestVoice {
  readonly said: string[] = [];
  override async *speak({ text }: { text: string }): AsyncGenerator<Int16Array> {
    this.said.push(text);
    yield new Int16Array(800).fill(2000);
  }
}

const sentence = (text: string) => [{ text }];
const dialled = (attempt: string, ringMs = 5000): DialMessage => ({
  type: 'dial',
  attempt,
  epoch: 1,
  to: '+19375550142',
  ringMs,
  script: {
    opening: sentence('opening'),
    briefing: sentence('your visit is tomorrow at nine'),
    question: sentence('question'),
    yes: sentence('thank you'),
    no: sentence('we call back'),
    voicemail: sentence('please call us'),
  },
});

let media: Media;
let line: SipLine;
let voice: KeepingVoice;
let calls: OutboundCalls;
let told: { attempt: string; body: CallEvent }[];
let ears: Listening[];
let traces: Traces;

const open = async (manner: Manner): Promise<RungPhone> => {
  const phone = await RungPhone.open(media, manner);
  const server = phone.address.split('@')[1] ?? '';
  const trunk = completeTrunk({ name: 'main', server, shows: '+19375550100' });
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog(), tap: traces }, [trunk]);
  const outbound = { trunk: 'main', hours: ['00:00', '23:59'], attempts: 1, retryMs: 1, ringMs: 1 } as const;
  const nothing = (): void => undefined;
  calls = new OutboundCalls({
    openLeg: () => media.openLeg(),
    dial: dialerOf(line.agent, [trunk], outbound),
    placed: (attempt, call, leg) => void traceCall(traces, attempt, call, leg),
    tts: voice,
    openEar: (listening): Ear => {
      ears.push(listening);
      return {
        hearing: false,
        speaking: false,
        frame: nothing,
        sent: nothing,
        expect: nothing,
        sayBegins: nothing,
        sayAsks: nothing,
        sayEnds: nothing,
        close: nothing,
      };
    },
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
  [voice, told, ears] = [new KeepingVoice(), [], []];
});
afterEach(async () => {
  calls.endAll();
  await line.close();
  await media.close();
});

describe('a call of the box’s own', () => {
  it.each([
    ['1', 'confirmed', 'thank you'],
    ['2', 'declined', 'we call back'],
  ])('key %s: %s, thanked, hung up', async (key, outcome, parting) => {
    await using phone = await open('answer');
    void calls.dial(dialled('call/1'));
    const person = await phone.leg();
    await expect.poll(() => voice.said.at(-1), { timeout: 5000 }).toBe('question');
    person.press(key);
    await expect.poll(results).toMatchObject([{ outcome, status: 200 }]);
    expect(voice.said).toEqual(['opening', 'your visit is tomorrow at nine', 'question', parting]);
    await expect.poll(() => phone.calls[0]?.end).toMatchObject({ by: 'remote' });
    expect(phone.calls[0]?.from).toBe('+19375550100');
    const trace = traces.record('call/1', true);
    expect(trace).toMatchObject({ kind: 'call', method: 'INVITE', status: 200 });
    expect(trace?.entries[0]).toMatchObject({ direction: 'out', text: expect.stringMatching(/^INVITE /) });
    expect(told.map(({ body }) => body)).toMatchObject([
      { kind: 'outbound.progress', status: 'ringing' },
      { kind: 'outbound.progress', status: 'talking' },
      { kind: 'outbound.result' },
    ]);
  });

  it.each<[Manner, string, number]>([
    [486, 'busy', 486],
    ['ring', 'no_answer', 408],
    [603, 'refused', 603],
  ])('a phone that does %s: %s', async (manner, outcome, status) => {
    await using phone = await open(manner);
    await calls.dial(dialled('call/1', 1000));
    expect(results()).toMatchObject([{ outcome, status }]);
    expect(voice.said).toEqual([]);
    await expect.poll(() => phone.calls[0]?.end).not.toBeNull();
  });

  it('a voicemail hears a neutral message after its greeting, and nothing of the matter', async () => {
    await using phone = await open('answer');
    void calls.dial(dialled('call/1'));
    await phone.leg();
    await expect.poll(() => ears.length).toBe(1);
    ears[0]?.speechStarted('greeting', 0);
    // A greeting longer than 4 s without a pause, then its end.
    await new Promise((wait) => setTimeout(wait, 5000));
    expect(voice.said).toEqual(['opening']);
    ears[0]?.turnOver(0, 'greeting', 5000);
    await expect.poll(results, { timeout: 5000 }).toMatchObject([{ outcome: 'voicemail', status: 200 }]);
    expect(voice.said).toEqual(['opening', 'please call us']);
    await expect.poll(() => phone.calls[0]?.end).toMatchObject({ by: 'remote' });
  });

  it('who hangs up before answering the question has heard it, no more', async () => {
    await using phone = await open('answer');
    void calls.dial(dialled('call/1'));
    await phone.leg();
    phone.calls[0]?.call.hangup();
    await expect.poll(results).toMatchObject([{ outcome: 'heard', status: 200 }]);
  });

  it('one attempt rings once, however often it is ordered; a box that stops ends it', async () => {
    await using phone = await open('ring');
    void calls.dial(dialled('call/1'));
    void calls.dial(dialled('call/1'));
    await expect.poll(() => phone.calls.length).toBe(1);
    calls.endAll();
    await expect.poll(results).toMatchObject([{ outcome: 'failed' }]);
    await calls.dial(dialled('call/2'));
    expect(results().at(-1)).toMatchObject({ outcome: 'failed', status: 503 });
    await expect.poll(() => phone.calls[0]?.end).toMatchObject({ status: 487 });
    expect(phone.calls).toHaveLength(1);
  });
});
