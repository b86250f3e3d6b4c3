import { describe, expect, test } from 'vitest';
import { planFor, type PlanFacts } from './plan.ts';
import { settingAt, unsetLine, type LineMode, type LineSetting } from './setting.ts';

const NOW = 1_000_000;
const FALLBACK = '+19375550142';
const facts = (mode: LineMode, more: Partial<PlanFacts> = {}, set: Partial<LineSetting> = {}): PlanFacts => ({
  setting: { ...unsetLine('main'), mode, ...set },
  now: NOW,
  open: false,
  forked: false,
  rings: true,
  redirects: false,
  forwards: false,
  failover: false,
  fromFallback: false,
  owner: false,
  ...more,
});
const NOW_ANSWERED = { do: 'answer', afterMs: 0 };

describe('what is done with a call', () => {
  test('a line that nobody has set answers', () => {
    expect(planFor({ ...facts('always'), setting: unsetLine('main') })).toEqual(NOW_ANSWERED);
  });

  test('overflow answers after its seconds of ringing', () => {
    expect(planFor(facts('overflow', {}, { overflowSeconds: 12 }))).toEqual({ do: 'answer', afterMs: 12_000 });
  });

  test('where the caller is connected by now nobody is left in silence: overflow answers, the shop that is open takes a message', () => {
    expect(planFor(facts('overflow', { rings: false }, { overflowSeconds: 12 }))).toEqual(NOW_ANSWERED);
    expect(planFor(facts('after_hours', { rings: false, open: true }))).toEqual({ do: 'message' });
  });

  test('after hours the box answers; in them the fallback number rings, or the shop itself', () => {
    const set = { fallback: FALLBACK };
    expect(planFor(facts('after_hours', { redirects: true }, set))).toEqual(NOW_ANSWERED);
    expect(planFor(facts('after_hours', { open: true, redirects: true }, set))).toEqual({
      do: 'redirect',
      to: FALLBACK,
      why: 'open',
    });
    expect(planFor(facts('after_hours', { open: true, forwards: true }, set))).toEqual({ do: 'forward', to: FALLBACK });
    for (const one of [
      facts('after_hours', { open: true, redirects: true }),
      facts('after_hours', { open: true }, set),
    ])
      expect(planFor(one)).toEqual({ do: 'ring', ms: 120_000 });
  });

  test.each([
    ['the fallback number, where the trunk takes a redirection', { redirects: true }, FALLBACK, 'redirect'],
    ['the fallback number by a call of ours, where it does not', { forwards: true }, FALLBACK, 'forward'],
    ['a redirection rather than a call of ours', { redirects: true, forwards: true }, FALLBACK, 'redirect'],
    [
      'a message, when the fallback number sent the call on to us',
      { forwards: true, fromFallback: true },
      FALLBACK,
      'message',
    ],
    ['a message, where no trunk can do either', {}, FALLBACK, 'message'],
    [
      'a message rather than silence, on a line that does not ring',
      { forwards: true, rings: false },
      FALLBACK,
      'message',
    ],
    ['a message, when the fallback number sent the call', { redirects: true, fromFallback: true }, FALLBACK, 'message'],
    ["the carrier's fail-over number, when no other was named", { failover: true }, null, 'hand_back'],
    ['a message, when nobody can take it', {}, null, 'message'],
  ] as const)('off: %s', (_what, more, fallback, outcome) => {
    expect(planFor(facts('off', more, { fallback })).do).toBe(outcome);
  });

  test("the owner's phone is answered whatever the mode, so that the line can be changed by its keys", () => {
    for (const mode of ['off', 'after_hours', 'overflow'] as const)
      expect(planFor(facts(mode, { owner: true, open: true, redirects: true }, { fallback: FALLBACK }))).toEqual(
        NOW_ANSWERED,
      );
  });

  test('a forked call is listened to and never answered as ours, unless the line is off', () => {
    for (const mode of ['always', 'shadow', 'overflow'] as const)
      expect(planFor(facts(mode, { forked: true, owner: true }))).toEqual({ do: 'listen' });
    expect(planFor(facts('off', { forked: true }))).toEqual({ do: 'hand_back' });
  });

  test('a change for a time is over at its instant, without anybody doing anything', () => {
    const timed = { until: NOW, afterwards: 'always' as const, fallback: FALLBACK };
    expect(planFor(facts('off', { now: NOW - 1, redirects: true }, timed)).do).toBe('redirect');
    expect(planFor(facts('off', { now: NOW, redirects: true }, timed))).toEqual(NOW_ANSWERED);
    expect(settingAt({ ...unsetLine('main'), ...timed, mode: 'off' }, NOW)).toMatchObject({
      mode: 'always',
      until: null,
    });
  });
});
