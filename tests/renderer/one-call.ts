import type { FeedChange } from '#shared/api/feed.ts';
import { sampleJob, SAMPLE_NOW } from '#fakes/sample-records.ts';

export const CALL = '019ab000-0000-7000-8000-000000000001';

export const callStarted = (call = CALL, from = '+15555550142'): FeedChange => ({
  type: 'call.started',
  call,
  line: 'main',
  from,
  startedAt: SAMPLE_NOW - 42_000,
  bench: true,
});

export const said = (
  id: string,
  who: 'caller' | 'us',
  text: string,
  options: { partial?: boolean; atMs?: number; call?: string } = {},
): FeedChange => ({
  type: 'call.utterance',
  call: options.call ?? CALL,
  utterance: { id, who, text, partial: options.partial ?? false, atMs: options.atMs ?? 0 },
});

/** A call in the middle of its intake. */
export const callInProgress: readonly FeedChange[] = [
  callStarted(),
  said(
    '1',
    'us',
    'Thank you for calling Lakeside Heating and Air. This is an automated assistant, and this call is recorded. What is going on?',
  ),
  said('2', 'caller', 'my air conditioner stopped cooling and the outdoor unit is rattling', { atMs: 9_200 }),
  said('3', 'us', 'I am sorry to hear that. Do you notice any smell, smoke or sparks?', { atMs: 14_000 }),
  said('4', 'caller', 'no no smells', { atMs: 18_300 }),
  said('5', 'us', 'Good. May I have your first and last name?', { atMs: 20_100 }),
  said('6', 'caller', 'dana whitlock', { atMs: 23_900 }),
  said('7', 'us', 'Thank you. What number can we reach you at?', { atMs: 26_000 }),
  said('8', 'caller', 'five five five five five five oh one', { atMs: 30_500, partial: true }),
  {
    type: 'call.slots',
    call: CALL,
    phase: 'identity',
    urgency: 'urgent',
    slots: {
      problem: {
        value: { text: 'my air conditioner stopped cooling', details: ['outdoor unit rattling'] },
        state: 'confirmed',
      },
      danger: { value: 'none', state: 'confirmed' },
      name: { value: { raw: 'dana whitlock', first: 'Dana', last: 'Whitlock' }, state: 'unconfirmed' },
      phone: { value: '5555550142', state: 'read_back' },
      window: { value: '2026-11-23T21:00/23:00', state: 'heard' },
      gateCode: { value: '4821', state: 'heard' },
    },
  },
];

export const jobBooked: FeedChange = { type: 'job.booked', job: sampleJob() };

export const callEnded: FeedChange = {
  type: 'call.ended',
  call: CALL,
  at: SAMPLE_NOW + 100_000,
  by: 'caller',
  outcome: 'booked',
};
