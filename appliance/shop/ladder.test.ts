import { describe, expect, test } from 'vitest';
import { climb, type LadderStep } from './ladder.ts';

const step = (position: number, change: Partial<LadderStep> = {}): LadderStep => ({
  position,
  role: 'owner',
  name: `Person ${position}`,
  phone: `+1937555010${position}`,
  email: '',
  channels: ['sms', 'call', 'email'],
  limitMinutes: 10,
  ...change,
});
const MINUTE = 60_000;

describe('the ladder', () => {
  test('tells the first at once through every channel they have, the next when their time is over', () => {
    const { tellings, endsAt } = climb(
      [step(2, { limitMinutes: 5 }), step(1, { email: 'owner@example.com' })],
      [],
      1000,
    );
    expect(tellings.map((one) => [one.position, one.channel, one.recipient, one.dueAt])).toEqual([
      [1, 'sms', '+19375550101', 1000],
      [1, 'call', '+19375550101', 1000],
      [1, 'email', 'owner@example.com', 1000],
      [2, 'sms', '+19375550102', 1000 + 10 * MINUTE],
      [2, 'call', '+19375550102', 1000 + 10 * MINUTE],
    ]);
    expect(endsAt).toBe(1000 + 15 * MINUTE);
  });

  test('a technician step without a name means everybody on the rota', () => {
    const rota = [
      { name: 'Dana', phone: '+19375550111', email: '' },
      { name: 'Marcus', phone: '+19375550112', email: '' },
    ];
    const open = step(1, { role: 'on_call_technician', name: '', phone: '', channels: ['sms'] });
    expect(climb([open], rota, 0).tellings.map(({ name }) => name)).toEqual(['Dana', 'Marcus']);
    expect(climb([{ ...open, name: 'Priya', phone: '+19375550113' }], rota, 0).tellings).toMatchObject([
      { name: 'Priya', recipient: '+19375550113' },
    ]);
  });

  test('where nobody can be reached, the next is told at once', () => {
    const nobody = step(1, { role: 'on_call_technician', name: '', phone: '' });
    expect(climb([nobody, step(2)], [], 500).tellings[0]).toMatchObject({ position: 2, dueAt: 500 });
    expect(climb([], [], 500)).toEqual({ tellings: [], endsAt: 500 });
  });
});
