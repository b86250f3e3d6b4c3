import { expect, test } from 'vitest';
import type { CallRecord, JobRecord } from '#shared/api/records.ts';
import { newCaller } from '#drills/answer/caller-state.ts';
import { isGood, totalsOf, type BatchLine } from './batch.ts';
import { drawPersona } from './callers/draw.ts';
import { defaultPersona, loadMaterial } from './callers/roster.ts';
import { gradeCall, type Grade } from './grade.ts';

const persona = defaultPersona();

const job: JobRecord = {
  id: 'j',
  number: 'J-1042',
  status: 'booked',
  createdAt: 0,
  callId: 'c',
  serviceType: { code: 'no_cooling', name: 'AC repair', trade: 'hvac' },
  problem: 'the ac stopped cooling',
  details: ['outdoor unit ratling'],
  urgency: 'urgent',
  afterHours: true,
  customer: { id: 'k', name: 'Sarah Miller', nameConfirmed: true, phone: '+15551230000', phoneConfirmed: true },
  location: {
    id: 'l',
    houseNumber: '123',
    street: 'Oak St',
    unit: null,
    city: 'Springfield',
    state: 'OH',
    zip: null,
    confirmed: true,
  },
  visit: {
    id: 'v',
    startsAt: 0,
    endsAt: 0,
    zone: 'America/New_York',
    date: '2026-11-23',
    windowStart: '21:00',
    windowEnd: '23:00',
    afterHours: true,
    status: 'booked',
    technician: null,
    hasGateCode: true,
    access: null,
    pets: '1 friendly dog',
  },
  price: null,
  unconfirmed: [],
};

const call = (stored: JobRecord | null, tasks: CallRecord['tasks'] = []): CallRecord => ({
  id: 'c',
  line: 'main',
  direction: 'in',
  from: '',
  to: '',
  startedAt: 0,
  endedAt: 1,
  status: 'ended',
  outcome: null,
  urgency: 'urgent',
  phase: '',
  bench: true,
  jobNumber: null,
  hasRecording: true,
  recordingFailure: null,
  recordingRefused: false,
  oneWay: null,
  identity: null,
  quality: null,
  transfer: null,
  qualification: null,
  cost: null,
  engines: { stt: 'bench', tts: 'espeak-ng' },
  endedBy: 'caller',
  endReason: null,
  transcript: [],
  slots: {},
  job: stored,
  tasks,
  timings: [],
});

const grade = (stored: JobRecord, gateCode: string | null = '1234'): Grade =>
  gradeCall(persona, newCaller(), call(stored), gateCode);
const wrongOf = (found: Grade): string[] =>
  found.fields.filter(({ verdict }) => verdict !== 'right').map(({ field, verdict }) => `${field} ${verdict}`);

test('a job that holds everything is right, whatever the spelling of street suffix and animals', () => {
  expect(wrongOf(grade(job))).toEqual([]);
  expect(grade(job)).toMatchObject({ ending: 'booked_right', good: true, harmful: false });
});

test('a wrong fact is harmful when it stands as confirmed', () => {
  const other = { ...job, location: { ...job.location, street: 'Elm Street' } };
  expect(wrongOf(grade(other))).toEqual(['street wrong_confirmed']);
  expect(grade(other)).toMatchObject({ ending: 'booked_wrong', good: false, harmful: true });
  const open = { ...job, customer: { ...job.customer, name: 'Sara Miler', nameConfirmed: false } };
  expect(wrongOf(grade(open))).toEqual(['name wrong']);
  expect(grade(open).harmful).toBe(false);
});

test.each<[string, JobRecord, string | null]>([
  ['gate code wrong', job, '1235'],
  ['pets wrong', { ...job, visit: job.visit && { ...job.visit, pets: null } }, '1234'],
  ['window wrong_confirmed', { ...job, visit: job.visit && { ...job.visit, windowStart: '19:00' } }, '1234'],
  ['phone wrong_confirmed', { ...job, customer: { ...job.customer, phone: '+15551230001' } }, '1234'],
  ['problem wrong', { ...job, details: [] }, '1234'],
  ['service wrong', { ...job, serviceType: { code: 'no_heat', name: '', trade: 'hvac' } }, '1234'],
])('sees that the %s', (verdict, stored, code) => {
  expect(wrongOf(grade(stored, code))).toEqual([verdict]);
});

test('the window is the one that was chosen by ear', () => {
  const drawn = {
    ...drawPersona(1, loadMaterial()),
    window: { kind: 'offered' as const, index: 1 },
    clock: '2026-11-25T12:20',
  };
  const state = { ...newCaller(), chosen: { day: 'friday', from: 8, to: 10 } };
  const stored = {
    ...job,
    visit: job.visit && { ...job.visit, date: '2026-11-27', windowStart: '08:00', windowEnd: '10:00' },
  };
  const found = gradeCall(drawn, state, call(stored), null).fields.find(({ field }) => field === 'window');
  expect(found).toMatchObject({ expected: '2026-11-27 08:00-10:00', verdict: 'right' });
});

test('without a booking, a message needs its call-back task', () => {
  const task: CallRecord['tasks'][number] = {
    id: 't',
    kind: 'call_back',
    status: 'open',
    callId: 'c',
    reason: 'r',
    text: '',
    name: null,
    phone: null,
    urgency: 'routine',
    createdAt: 0,
  };
  expect(gradeCall(persona, newCaller(), call(null, [task]), null)).toMatchObject({ ending: 'message', good: true });
  expect(gradeCall(persona, newCaller(), call(null), null)).toMatchObject({ ending: 'nothing', good: false });
});

test('a batch is good with four in five right, none harmful and none lost', () => {
  const line = (ending: Grade['ending'], harmful = false): BatchLine => ({
    seed: 1,
    grade: { ending, fields: [], harmful, good: true },
    turns: 9,
    failure: null,
  });
  const many = (count: number, ...args: Parameters<typeof line>): BatchLine[] =>
    Array.from({ length: count }, () => line(...args));
  expect(isGood(totalsOf([...many(16, 'booked_right'), ...many(4, 'message')]))).toBe(true);
  expect(isGood(totalsOf([...many(15, 'booked_right'), ...many(5, 'message')]))).toBe(false);
  expect(isGood(totalsOf([...many(19, 'booked_right'), line('booked_wrong')]))).toBe(false);
  expect(isGood(totalsOf([...many(19, 'booked_right'), line('message', true)]))).toBe(false);
  expect(isGood(totalsOf([...many(19, 'booked_right'), { seed: 1, grade: null, turns: 0, failure: 'x' }]))).toBe(false);
});
