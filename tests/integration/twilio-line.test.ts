import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TwilioCall, webhook, type TwilioOptions } from '#fakes/twilio-media.ts';
import { silentLog } from '#observe/log.ts';
import type { TwilioConfig } from '#shared/config/stream-lines.ts';
import type { LineCall } from '#voice/lines/line.ts';
import { openTwilioLine, type TwilioLine } from '#voice/lines/twilio/twilio.ts';
import type { Media } from '#voice/media/media.ts';
import type { LegPlayed } from '#voice/media/messages.ts';
import type { SoundLeg } from '#voice/media/sound-leg.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import { carried, exactSound, framesPass, openTestMedia, played } from './media-line.ts';

const PUBLIC = 'https://calls.example.com/box';
const TOKEN = 'an invented token';
const FALLBACK = '+19375550199';
const FROM = '+19375550142';
const TO = '+19375550100';
const CONFIG: TwilioConfig = {
  name: 'twilio',
  host: '127.0.0.1',
  port: 0,
  maxCalls: 2,
  numbers: { '(937) 555-0100': 'plumbing' },
  publicUrl: PUBLIC,
  authTokenEnv: 'TOKEN',
  fallback: FALLBACK,
};

let media: Media;
let line: TwilioLine;
let calls: LineCall[];
let ends: CallEnd[];
let rung: TwilioCall[];

const open = async (over: Partial<TwilioConfig> = {}): Promise<TwilioLine> => {
  const one = await openTwilioLine({ ...CONFIG, ...over }, silentLog(), { TOKEN });
  one.onCall((call) => {
    calls.push(call);
    call.onEnded((end) => ends.push(end));
  });
  return one;
};

beforeEach(async () => {
  [calls, ends, rung] = [[], [], []];
  media = await openTestMedia();
  line = await open();
});
afterEach(async () => {
  for (const one of rung) await one[Symbol.asyncDispose]();
  await line.close();
  await media.close();
});

const options = (over: Partial<TwilioOptions> = {}): TwilioOptions => ({
  port: line.port,
  publicUrl: PUBLIC,
  authToken: TOKEN,
  ...over,
});
const ring = async (over: Partial<TwilioOptions> = {}, more: Record<string, string> = {}): Promise<TwilioCall> => {
  const one = await TwilioCall.ring(options(over), FROM, TO, more);
  rung.push(one);
  return one;
};
const started = async (over: Partial<TwilioOptions> = {}): Promise<{ far: TwilioCall; call: LineCall }> => {
  const far = await ring(over);
  const count = calls.length;
  await far.connect();
  far.start();
  await vi.waitFor(() => expect(calls).toHaveLength(count + 1));
  return { far, call: calls.at(-1) as LineCall };
};
const answered = async (
  over: Partial<TwilioOptions> = {},
): Promise<{ far: TwilioCall; call: LineCall; leg: SoundLeg }> => {
  const { far, call } = await started(over);
  const leg = await call.openLeg(media);
  await call.answer();
  return { far, call, leg };
};
const all = (frames: readonly Int16Array[]): Int16Array => Int16Array.from(frames.flatMap((frame) => [...frame]));
/** Samples of sound, silence apart. */
const sounding = (frames: readonly Int16Array[]): number => all(frames).filter((sample) => Math.abs(sample) > 8).length;
const done = (leg: SoundLeg, id: string): LegPlayed[] => {
  const reports: LegPlayed[] = [];
  leg.onPlayed((report) => {
    if (report.id === id && report.done) reports.push(report);
  });
  return reports;
};

describe('a call', () => {
  test('is answered by TwiML that streams it both ways, and says who calls which line', async () => {
    const far = await ring({}, { StirVerstat: 'TN-Validation-Passed-A', ForwardedFrom: '+19375550111' });
    expect(far.twiml).toContain(`<Connect action="${PUBLIC}/after" method="POST">`);
    expect(far.twiml).toContain('<Stream url="wss://calls.example.com/box/media">');
    await far.connect();
    far.start();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]).toMatchObject({
      id: far.callSid,
      from: { user: FROM },
      to: { user: TO },
      identity: {
        withheld: false,
        verstat: 'TN-Validation-Passed-A',
        diverted: [{ number: '+19375550111', reason: '' }],
      },
    });
    expect(line.nameOf(calls[0] as LineCall)).toBe('plumbing');
  });

  test('a number withheld is withheld', async () => {
    const far = await TwilioCall.ring(options(), '+266696687', TO);
    rung.push(far);
    await far.connect();
    far.start();
    await vi.waitFor(() => expect(calls[0]).toMatchObject({ from: { user: '' }, identity: { withheld: true } }));
  });

  test('carries sound both ways, keeps Twilio a little ahead, and tells the playout by its marks', async () => {
    const { far, leg } = await answered({ delayMs: 30 });
    const heard: Int16Array[] = [];
    leg.onFrame((frame) => heard.push(frame));
    const [theirs, ours] = [exactSound('PCMU', 12_000), exactSound('PCMU', 12_000)];
    const over = played(leg, 'ours');
    leg.play('ours', ours, true);
    await far.say(theirs);
    expect(await over).toMatchObject({ samples: 12_000, stopped: false });
    // By the mark: the caller has heard it by the time we are told.
    expect(sounding(far.played)).toBeGreaterThanOrEqual(12_000 * 0.98);
    await framesPass(leg, 10);
    expect(carried(all(heard), theirs)).toBeGreaterThan(0.9);
    expect(carried(all(far.played), ours)).toBeGreaterThan(0.98);
    expect(far.mostAheadMs).toBeGreaterThan(100);
    expect(far.mostAheadMs).toBeLessThanOrEqual(400);
    expect(far.warnings).toEqual([]);
  });

  test('a stop clears what waits at Twilio and tells what the caller heard, not what was sent', async () => {
    const { far, leg } = await answered({ delayMs: 40 });
    const reports = done(leg, 'long');
    leg.play('long', exactSound('PCMU', 80_000), true);
    await vi.waitFor(() => expect(sounding(far.played)).toBeGreaterThan(8000), { timeout: 5000, interval: 5 });
    leg.stop('long');
    await framesPass(leg, 20);
    const heard = sounding(far.played);
    expect(far.clears).toBe(1);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.stopped).toBe(true);
    // Some frames either way: their clock and ours do not tick together.
    expect(Math.abs((reports[0]?.samples ?? 0) - heard)).toBeLessThanOrEqual(800);
  });

  test('a pause silences the caller at once, and what was cleared is heard after it', async () => {
    const { far, leg } = await answered();
    const ours = exactSound('PCMU', 16_000);
    const over = played(leg, 'ours');
    leg.play('ours', ours, true);
    await vi.waitFor(() => expect(sounding(far.played)).toBeGreaterThan(4000), { timeout: 5000, interval: 5 });
    leg.pause();
    await framesPass(leg, 3);
    const before = sounding(far.played);
    await framesPass(leg, 20);
    expect(sounding(far.played)).toBe(before);
    leg.resume();
    await over;
    // At the seam some frames may be missing or come twice: Twilio does not say to the sample what it had played.
    expect(carried(all(far.played), ours.subarray(0, 3200))).toBe(1);
    expect(carried(all(far.played), ours.subarray(9600))).toBe(1);
    expect(Math.abs(sounding(far.played) - sounding([ours]))).toBeLessThanOrEqual(800);
  });

  test('hears keys, and nothing that is no key', async () => {
    const { far, leg } = await answered();
    const keys: string[] = [];
    leg.onDigit((digit) => keys.push(digit));
    for (const digit of ['1', 'x', '*']) far.press(digit);
    await vi.waitFor(() => expect(keys).toEqual(['1', '*']));
  });

  test('is hung up by the caller', async () => {
    const { far } = await answered();
    far.hangup();
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'remote', reason: 'the caller hung up' }]));
    await far.closed;
    expect(line.health().liveCalls).toBe(0);
  });

  test('is hung up by us: Twilio is told to hang up, once it asks', async () => {
    const { far, call } = await answered();
    call.hangup('done');
    await far.closed;
    expect(far.closeCode).toBe(1000);
    expect(await far.after()).toContain('<Hangup/>');
  });

  test('whose road is cut is lost; Twilio puts the caller through to the fallback number', async () => {
    const { far } = await answered();
    far.cut();
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'error' }]));
    expect(await far.after()).toContain(`<Dial>${FALLBACK}</Dial>`);
  });

  test('is turned away, or sent to another number, after the stream has begun', async () => {
    const first = await started();
    first.call.reject(503);
    await first.far.closed;
    expect(await first.far.after()).toContain(`<Dial>${FALLBACK}</Dial>`);
    const second = await started();
    second.call.redirect?.('+19375550177', 'unconditional');
    await second.far.closed;
    expect(await second.far.after()).toContain('<Dial>+19375550177</Dial>');
    expect(ends).toMatchObject([{ status: 503 }, { status: 302 }]);
  });
});

describe('who may come in', () => {
  test('a request that Twilio did not sign gets nothing, and is counted', async () => {
    const fields = { CallSid: 'CA1', From: FROM, To: TO };
    expect((await webhook(options({ authToken: 'another' }), '/incoming', fields)).status).toBe(403);
    expect((await webhook(options(), '/incoming', fields, '')).status).toBe(403);
    expect((await webhook(options(), '/after', fields, 'AAAA')).status).toBe(403);
    expect(line.states()[0]?.detail).toContain('3 requests not signed by Twilio');
  });

  test('a stream that Twilio did not sign is not opened; a slash at the end of its URL is', async () => {
    const far = await ring();
    await far.connect('AAAA');
    await far.closed;
    expect(calls).toEqual([]);
    await started({ slash: true });
    expect(calls).toHaveLength(1);
  });

  test.each<[string, (far: TwilioCall) => Parameters<TwilioCall['start']>[0]]>([
    ['no token', () => ({ token: '' })],
    ['another token', () => ({ token: 'x'.repeat(32) })],
    ['the call of another token', () => ({ callSid: 'CA0' })],
  ])('a stream with %s carries no call', async (_, over) => {
    const far = await ring();
    await far.connect();
    far.start(over(far));
    await far.closed;
    expect(far.closeCode).toBe(1008);
    expect(calls).toEqual([]);
  });

  test('a token is good once', async () => {
    const { far } = await started();
    const again = await ring();
    await again.connect();
    again.start({ token: far.token, callSid: far.callSid });
    await again.closed;
    expect(again.closeCode).toBe(1008);
    expect(calls).toHaveLength(1);
  });

  test('one call too many hears the fallback number, or the busy signal where there is none', async () => {
    await started();
    await started();
    expect((await ring()).twiml).toContain(`<Dial>${FALLBACK}</Dial>`);
    const other = await open({ fallback: null, maxCalls: 1 });
    await TwilioCall.ring(options({ port: other.port }), FROM, TO);
    expect((await TwilioCall.ring(options({ port: other.port }), FROM, TO)).twiml).toContain('<Reject reason="busy"/>');
    await other.close();
  });

  test('nothing but its own paths, and only by POST', async () => {
    const at = (path: string, method = 'POST') => fetch(`http://127.0.0.1:${line.port}${path}`, { method });
    expect((await at('/')).status).toBe(404);
    expect((await at('/box/incoming', 'GET')).status).toBe(405);
    const long = await fetch(`http://127.0.0.1:${line.port}/box/incoming`, {
      method: 'POST',
      body: 'x'.repeat(70_000),
    });
    expect(long.status).toBe(413);
  });

  test('without an auth token the line does not open, and says which variable is empty', async () => {
    await expect(openTwilioLine(CONFIG, silentLog(), {})).rejects.toMatchObject({
      code: 'twilio_token_missing',
      fix: expect.stringContaining('TOKEN'),
    });
  });
});

describe('a stream that misbehaves', () => {
  test('stop before start, sound before start: no call, no harm', async () => {
    const far = await ring();
    await far.connect();
    far.send({ event: 'media', streamSid: 'MZ0', media: { payload: 'AAAA' } });
    far.stop();
    await far.closed;
    expect(calls).toEqual([]);
    await started();
  });

  test('a frame of 1 MB ends the stream, and only that one', async () => {
    const { far } = await answered();
    const other = await answered();
    far.send('x'.repeat(1_000_000));
    await far.closed;
    expect(far.closeCode).toBe(1009);
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'error', reason: expect.stringContaining('payload') }]));
    await framesPass(other.leg, 5);
    expect(line.health().liveCalls).toBe(1);
  });

  test('what is no message, another stream, a binary frame, sound of no length: left out', async () => {
    const { far, leg } = await answered();
    for (const odd of ['{', '[]', 'null', '{"event":"news"}', '{"event":"media"}']) far.send(odd);
    far.send({ event: 'dtmf', streamSid: 'MZ0', dtmf: { digit: '1' } });
    far.send({ event: 'media', streamSid: far.streamSid, media: { payload: '' } });
    far.send({ event: 'media', streamSid: far.streamSid, media: { payload: 'A'.repeat(12_000) } });
    far.send({ event: 'mark', streamSid: far.streamSid, mark: { name: '77' } });
    far.sendBinary(Buffer.alloc(160));
    const keys: string[] = [];
    leg.onDigit((digit) => keys.push(digit));
    far.press('9');
    await vi.waitFor(() => expect(keys).toEqual(['9']));
    expect(ends).toEqual([]);
  });

  test('numbers as text are numbers; another codec, or a second start, ends it and is told', async () => {
    const good = await ring();
    await good.connect();
    good.start({ mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: '8000', channels: '1' } });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    good.start();
    await good.closed;
    expect(ends).toMatchObject([{ by: 'error', reason: 'the media stream began twice' }]);
    const other = await ring();
    await other.connect();
    other.start({ mediaFormat: { encoding: 'audio/l16', sampleRate: 16_000, channels: 1 } });
    await other.closed;
    expect(calls).toHaveLength(1);
    expect(line.states()).toMatchObject([{ ok: false, detail: expect.stringContaining('mu-law') }]);
  });
});
