import { expect, it } from 'vitest';
import { writeLetter } from './letter.ts';

const booking = {
  jobNumber: 'J-1042',
  customer: 'Pat Example',
  phone: '+15551230000',
  address: '9 Elm Street, Springfield, OH',
  service: 'AC repair',
  problem: 'the AC stopped cooling',
  details: ['outdoor unit rattling'],
  urgency: 'urgent',
  startsAt: Date.parse('2026-11-24T02:00:00Z'),
  endsAt: Date.parse('2026-11-24T04:00:00Z'),
  zone: 'America/New_York',
  afterHours: true,
  technician: 'Dana Whitlock',
  feeCents: 24_750,
  feeRule: 'credited',
  hasGateCode: true,
  access: 'side door',
  pets: 'one friendly dog',
  unconfirmed: ['name: heard "pat exempel"'],
};

it('tells the office who, what, where, when, number and fee', () => {
  const letter = writeLetter('office.booked', booking);
  expect(letter.subject).toBe(
    'J-1042: AC repair, Pat Example, Monday, November 23, 9:00 PM to 11:00 PM (America/New_York)',
  );
  expect(letter.text).toBe(`J-1042 was booked by phone.

Who:       Pat Example, 555-123-0000
Where:     9 Elm Street, Springfield, OH
When:      Monday, November 23, 9:00 PM to 11:00 PM (America/New_York), after hours
What:      AC repair: the AC stopped cooling
           outdoor unit rattling
Urgency:   urgent
Fee:       $247.50 (after hours), credited to the repair
Assigned:  Dana Whitlock
Gate code: kept with the visit
Access:    side door
Pets:      one friendly dog

Please check with the customer:
- name: heard "pat exempel"
`);
});

it('says so when the price book has no fee and nobody is assigned', () => {
  const { text } = writeLetter('office.booked', { ...booking, feeCents: null, feeRule: null, technician: null });
  expect(text).toContain('Fee:       not in the price book');
  expect(text).toContain('Assigned:  nobody yet');
});

it('writes a message and an alert with what was given, and says what was not', () => {
  const message = writeLetter('office.message', {
    reason: 'billing',
    text: 'call me',
    name: null,
    phone: null,
    urgency: 'routine',
  });
  expect(message.subject).toBe('Call back: a caller, not given');
});

const alert = {
  alertId: 'alert-7',
  urgency: 'life_safety',
  hazard: 'carbon_monoxide',
  phone: '+15551230100',
  address: null,
  text: 'alarm',
  jobNumber: null,
};

it('tells the ladder of danger, whom to call, and how to take it', () => {
  const letter = writeLetter('oncall.alert', alert);
  expect(letter.subject).toBe('DANGER reported by phone: carbon monoxide');
  expect(letter.text).toContain('told to leave and to call 911');
  expect(letter.text).toContain('555-123-0100');
  expect(letter.text).toContain('pilot alert ack alert-7');
});

it('tells the ladder of a property emergency with its job, and claims no 911 advice', () => {
  const letter = writeLetter('oncall.alert', {
    ...alert,
    urgency: 'emergency',
    hazard: 'burst_leak',
    jobNumber: 'J-1042',
  });
  expect(letter.subject).toBe('EMERGENCY reported by phone: burst leak');
  expect(letter.text).toContain('booked as J-1042');
  expect(letter.text).not.toContain('911');
});

it('refuses a letter it does not know', () => {
  expect(() => writeLetter('office.party', {})).toThrow(expect.objectContaining({ code: 'unknown_template' }));
});

it('tells the office what a customer moved or called off, and why', () => {
  const change = {
    jobNumber: 'J-1042',
    customer: 'Pat Example',
    phone: '+15551230000',
    reason: 'at work',
    startsAt: Date.parse('2026-11-25T18:00:00Z'),
    endsAt: Date.parse('2026-11-25T20:00:00Z'),
    zone: 'America/New_York',
    before: { startsAt: booking.startsAt, endsAt: booking.endsAt },
  };
  const moved = writeLetter('office.moved', change);
  expect(moved.subject).toBe('J-1042: moved to Wednesday, November 25, 1:00 PM to 3:00 PM (America/New_York)');
  expect(moved.text).toContain('Was:       Monday, November 23, 9:00 PM to 11:00 PM');
  const off = writeLetter('office.cancelled', { ...change, before: null, reason: '' });
  expect(off.subject).toContain('J-1042: cancelled, was Wednesday');
  expect(off.text).toContain('Why:       not told');
});

it('tells that a budget is reached, what was spent, and that calls go on', () => {
  const facts = { period: 'day', label: '2026-11-23', share: 100, spentMicros: 10_012_500, budgetMicros: 10_000_000 };
  const letter = writeLetter('office.budget', { ...facts, currency: 'USD' });
  expect(letter.subject).toBe('Costs: 100 % of the budget of a day is used');
  expect(letter.text).toContain('The day 2026-11-23 has cost $10.0125 of $10.00.');
  expect(letter.text).toContain('calls are answered as before');
});
