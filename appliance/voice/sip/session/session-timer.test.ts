import { describe, expect, test } from 'vitest';
import { Headers } from '../parse/headers.ts';
import type { SipRequest, SipResponse } from '../parse/message.ts';
import { agreedTimer, answerTimer, askTimer, dieAt, refreshAt } from './session-timer.ts';

const invite = (fields: Record<string, string>): SipRequest => ({
  kind: 'request',
  method: 'INVITE',
  uri: 'sip:100@127.0.0.1',
  headers: Headers.of(fields),
  body: Buffer.alloc(0),
});
const ok = (value: string): SipResponse => ({
  kind: 'response',
  status: 200,
  reason: 'OK',
  headers: Headers.of(value === '' ? {} : { 'session-expires': value }),
  body: Buffer.alloc(0),
});

describe('what the callee answers (RFC 4028 section 9)', () => {
  const timer = { supported: 'timer' };
  test.each([
    [{}, null, undefined],
    [{ ...timer }, { refresher: 'us', seconds: 1800 }, '1800;refresher=uas'],
    [{ ...timer, 'min-se': '3600' }, { refresher: 'us', seconds: 3600 }, '3600;refresher=uas'],
    [{ ...timer, 'session-expires': '600' }, { refresher: 'us', seconds: 600 }, '600;refresher=uas'],
    [{ ...timer, 'session-expires': '600;refresher=UAC' }, { refresher: 'them', seconds: 600 }, '600;refresher=uac'],
    [{ ...timer, 'session-expires': '90;refresher=uas' }, { refresher: 'us', seconds: 90 }, '90;refresher=uas'],
    [{ 'session-expires': '600;refresher=uac' }, { refresher: 'us', seconds: 600 }, '600;refresher=uas'],
    [{ 'session-expires': '30' }, null, undefined],
    [{ ...timer, 'session-expires': 'soon' }, { refresher: 'us', seconds: 1800 }, '1800;refresher=uas'],
    [{ require: 'timer', x: '120;refresher=uac' }, { refresher: 'them', seconds: 120 }, '120;refresher=uac'],
  ])('%j', (fields, expected, said) => {
    const answer = answerTimer(invite(fields));
    expect(answer).toMatchObject({ tooShort: false, timer: expected });
    expect(answer.fields['session-expires']).toBe(said);
    expect(answer.fields['require']).toBe(expected?.refresher === 'them' ? 'timer' : undefined);
  });

  test('too short: 422 with what we take', () => {
    expect(answerTimer(invite({ supported: 'timer', 'session-expires': '89' }))).toEqual({
      tooShort: true,
      fields: { 'min-se': '90' },
    });
  });
});

test('what we ask, and what an answer agrees to', () => {
  expect(askTimer(null, 90)).toEqual({ 'session-expires': '1800', 'min-se': '90' });
  expect(askTimer({ refresher: 'them', seconds: 120 }, 90)['session-expires']).toBe('120;refresher=uas');
  expect(askTimer({ refresher: 'us', seconds: 120 }, 300)).toEqual({
    'session-expires': '300;refresher=uac',
    'min-se': '300',
  });
  expect(agreedTimer(ok(''))).toBeNull();
  expect(agreedTimer(ok('600;refresher=uas'))).toEqual({ refresher: 'them', seconds: 600 });
  expect(agreedTimer(ok('600'))).toEqual({ refresher: 'us', seconds: 600 });
  // A far end may not make us refresh without pause.
  expect(agreedTimer(ok('0;refresher=uac'))).toEqual({ refresher: 'us', seconds: 90 });
});

test('refreshed at half, dead 32 s or a third before the end', () => {
  expect(refreshAt({ refresher: 'us', seconds: 1800 })).toBe(900_000);
  expect([dieAt({ refresher: 'us', seconds: 1800 }), dieAt({ refresher: 'us', seconds: 90 })]).toEqual([
    1_768_000, 60_000,
  ]);
});
