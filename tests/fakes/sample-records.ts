import type { LineQuality } from '#shared/api/trace.ts';
import type { CallRecord, JobRecord, TurnTiming, UtteranceRecord } from '#shared/api/records.ts';

/** Monday 2026-11-23, 20:10 in the shop's zone. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 24, 1, 10);
const HOUR = 3_600_000;

/** The job that the sample call books. */
export const sampleJob = (change: Partial<JobRecord> = {}): JobRecord => ({
  id: '019ab000-0000-7000-8000-000000000101',
  number: 'J-1042',
  status: 'booked',
  createdAt: SAMPLE_NOW + 150_000,
  callId: '019ab000-0000-7000-8000-000000000001',
  serviceType: { code: 'ac_repair', name: 'AC repair', trade: 'hvac' },
  problem: 'my air conditioner stopped cooling',
  details: ['outdoor unit rattling'],
  urgency: 'urgent',
  afterHours: true,
  customer: {
    id: '019ab000-0000-7000-8000-000000000201',
    name: 'Dana Whitlock',
    nameConfirmed: false,
    phone: '+15555550142',
    phoneConfirmed: true,
  },
  location: {
    id: '019ab000-0000-7000-8000-000000000301',
    houseNumber: '48',
    street: 'Larch Avenue',
    unit: null,
    city: 'Springfield',
    state: 'OH',
    zip: '45503',
    confirmed: true,
  },
  visit: {
    id: '019ab000-0000-7000-8000-000000000401',
    startsAt: SAMPLE_NOW + 50 * 60_000,
    endsAt: SAMPLE_NOW + 50 * 60_000 + 2 * HOUR,
    zone: 'America/New_York',
    date: '2026-11-23',
    windowStart: '21:00',
    windowEnd: '23:00',
    afterHours: true,
    status: 'planned',
    technician: { id: '019ab000-0000-7000-8000-000000000501', name: 'Reece Calder' },
    hasGateCode: true,
    access: null,
    pets: 'one friendly dog',
  },
  price: {
    fee: { cents: 24_750, currency: 'USD' },
    spokenFee: { cents: 24_800, currency: 'USD' },
    feeRule: 'credited',
    range: { low: { cents: 45_000, currency: 'USD' }, high: { cents: 120_000, currency: 'USD' } },
    estimate: { cents: 82_500, currency: 'USD' },
    deposit: { cents: 20_600, currency: 'USD' },
  },
  unconfirmed: [{ slot: 'name', heard: 'Dana Whitlock', offsetMs: 41_200 }],
  ...change,
});

const said = (turn: number, speaker: 'caller' | 'us', text: string, startMs: number): UtteranceRecord => ({
  id: `u${turn}-${speaker}`,
  speaker,
  text,
  heardText: speaker === 'us' ? text : null,
  startMs,
  endMs: startMs + 2_500,
  turn,
  acts: [],
  degraded: false,
});

const timed = (turn: number, endpointMs: number, sttMs: number, ttsMs: number): TurnTiming => ({
  turn,
  command: `c/${turn}/0`,
  endpointMs,
  sttMs,
  decideMs: 3,
  commitMs: 6,
  ttsMs,
  firstPacketMs: 14,
  voiceToVoiceMs: endpointMs + sttMs + 9 + ttsMs + 14,
});

/** A line with a little loss. */
export const sampleQuality = (): LineQuality => ({
  codec: 'PCMU',
  receivedPackets: 9_154,
  lostPackets: 46,
  latePackets: 4,
  reorderedPackets: 3,
  duplicatePackets: 0,
  lossPercent: 0.54,
  jitterMs: 3.1,
  maxJitterMs: 14.2,
  sentPackets: 9_200,
  refusedPackets: 0,
  roundTripMs: 38.4,
  peerLossPercent: 0,
  sourceMoves: 0,
  mos: 4.33,
});

/** An ended call that booked `sampleJob`. */
export const sampleCall = (change: Partial<CallRecord> = {}): CallRecord => ({
  id: '019ab000-0000-7000-8000-000000000001',
  line: 'main',
  direction: 'in',
  from: '+15555550142',
  to: '+15555550100',
  startedAt: SAMPLE_NOW,
  endedAt: SAMPLE_NOW + 184_000,
  status: 'ended',
  outcome: 'booked',
  urgency: 'urgent',
  phase: 'wrap_up',
  bench: true,
  jobNumber: 'J-1042',
  hasRecording: true,
  quality: sampleQuality(),
  transfer: null,
  cost: {
    currency: 'USD',
    micros: 31_250,
    kinds: [
      { kind: 'carrier', quantity: 180, unit: 'second', micros: 30_000, estimate: false },
      { kind: 'energy', quantity: 6250, unit: 'milliwatt_hour', micros: 1250, estimate: true },
    ],
  },
  qualification: {
    score: 0.817,
    qualified: true,
    factors: [
      { factor: 'in_area', weight: 0.25, value: 1, reason: 'served' },
      { factor: 'service_offered', weight: 0.25, value: 1, reason: 'offered' },
      { factor: 'decision_maker', weight: 0.15, value: 1, reason: 'owner' },
      { factor: 'urgency', weight: 0.15, value: 0.7, reason: 'urgent' },
      { factor: 'ticket_size', weight: 0.1, value: 0.556, reason: '3.3_fees' },
      { factor: 'member', weight: 0.1, value: 0, reason: 'not_known' },
    ],
  },
  engines: { stt: 'bench', tts: 'espeak-ng' },
  endedBy: 'caller',
  endReason: 'bye',
  transcript: [
    said(1, 'us', 'Thank you for calling Lakeside Heating and Air. What is going on?', 0),
    said(1, 'caller', 'my air conditioner stopped cooling and the outdoor unit is rattling', 6_100),
    said(2, 'us', 'I am sorry to hear that. Do you smell anything burning?', 11_000),
    said(2, 'caller', 'no no smells', 15_400),
    said(3, 'us', 'Good. May I have your name?', 18_000),
    said(3, 'caller', 'dana whitlock', 21_200),
  ],
  slots: {
    problem: {
      value: { text: 'my air conditioner stopped cooling', details: ['outdoor unit rattling'] },
      state: 'confirmed',
    },
    name: { value: { raw: 'dana whitlock', first: 'Dana', last: 'Whitlock' }, state: 'unconfirmed' },
    phone: { value: { digits: '5555550142', complete: true }, state: 'confirmed' },
    gateCode: { value: 'stored', state: 'heard' },
  },
  job: sampleJob(),
  recordingFailure: null,
  recordingRefused: false,
  oneWay: null,
  identity: null,
  tasks: [],
  timings: [timed(1, 420, 130, 45), timed(2, 300, 90, 38), timed(3, 300, 85, 41)],
  ...change,
});
