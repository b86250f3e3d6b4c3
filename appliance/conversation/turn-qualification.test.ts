import { expect, test } from 'vitest';
import type { QualificationRecord } from '#shared/api/qualification.ts';
import { EVENING, MORNING, ring } from '#fakes/text-call.ts';
import { qualify, tierOf } from './specialists/qualification.ts';

const factor = (record: QualificationRecord, name: string) => record.factors.find((one) => one.factor === name);

test('the shipped weights sum to 1, and what is not known yet counts for nothing', async () => {
  const call = await ring({ now: MORNING });
  const { factors, qualified, score } = qualify(call.state, call.context.playbook);
  expect(factors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  expect(factors.filter(({ reason }) => reason === 'not_known').map((one) => one.factor)).toEqual([
    'in_area',
    'service_offered',
    'decision_maker',
    'ticket_size',
    'member',
  ]);
  expect(qualified).toBe(false);
  // Routine, and a caller who most likely decides.
  expect(score).toBeCloseTo(0.15 * 0.3 + 0.15 * 0.5, 3);
});

test('it is scored anew as facts come: problem, owner, plan, address, fee', async () => {
  const call = await ring({ now: EVENING });
  const scores: number[] = [];
  for (const line of [
    'my ac stopped cooling its my own house',
    'no smells',
    'sarah miller',
    'yes thats right',
    'nine three seven five five five zero zero zero zero',
    'yes',
    'one twenty three oak street springfield ohio',
    'yes and we are on your maintenance plan',
  ])
    scores.push((await call.say(line)).qualification?.score ?? -1);
  expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  const last = qualify(call.state, call.context.playbook);
  expect(factor(last, 'service_offered')).toMatchObject({ value: 1, reason: 'offered' });
  expect(factor(last, 'decision_maker')).toMatchObject({ value: 1, reason: 'owner' });
  expect(factor(last, 'in_area')).toMatchObject({ value: 1, reason: 'served' });
  expect(factor(last, 'member')).toMatchObject({ value: 1, reason: 'member' });
  expect(factor(last, 'ticket_size')?.reason).toMatch(/^\d+\.\d_fees$/);
  expect(last.qualified).toBe(true);
});

test('a tenant and a place we do not serve lower it, and refuse nobody anything', async () => {
  const call = await ring({ now: EVENING });
  const next = await call.play(['my landlord said to call the ac stopped cooling', 'no smells']);
  const tenant = factor(qualify(call.state, call.context.playbook), 'decision_maker');
  expect(tenant).toMatchObject({ reason: 'tenant' });
  expect(tenant?.value).toBeLessThan(0.5);
  expect(next.acts).toContain('ask_name');
});

test('the premium voice is for a qualified call in the phases of the playbook, and never where danger is told of', async () => {
  const call = await ring({ now: EVENING });
  const { playbook } = call.context;
  const at = (phase: string, change: Partial<typeof call.state> = {}) =>
    ({ ...call.state, phase, ...change }) as typeof call.state;
  const worth = { score: 0.7 };
  const ask = [{ name: 'tell_fee' }];
  expect(tierOf(at('quote'), playbook, ask, worth)).toBe('premium');
  expect(tierOf(at('quote'), playbook, ask, { score: 0.699 })).toBe('cost');
  expect(tierOf(at('greeting'), playbook, ask, worth)).toBe('cost');
  expect(tierOf(at('quote'), playbook, [{ name: 'greet' }], worth)).toBe('cost');
  expect(tierOf(at('quote', { urgency: 'life_safety' }), playbook, ask, worth)).toBe('cost');
  const gas = await (await ring({ now: EVENING })).say('i smell gas in the basement');
  expect(gas.acts).toContain('life_safety');
  expect(gas.tier).toBe('cost');
});
