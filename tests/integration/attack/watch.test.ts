import { describe, expect, test } from 'vitest';
import { CARD } from './moves.ts';
import type { Tables } from './records.ts';
import { numberOf, untrue, wrongRecords, type Watched } from './watch.ts';

const NOW = Date.parse('2026-11-24T09:10:00-05:00');
const NINE = Date.parse('2026-11-25T10:00:00-05:00');
const visit = { id: 'v', job_id: 'j', status: 'scheduled', starts_at: NINE, ends_at: NINE + 7_200_000 };
const job = { id: 'j', call_id: 'c', contact_phone: '+19375550161', contact_phone_confirmed: 1 };
const known = { ...visit, id: 'k', job_id: 'x', starts_at: Date.parse('2026-12-01T08:00:00-05:00') };
const held = [
  { visit_id: 'v', technician_id: 't', starts_at: 10, ends_at: 20 },
  { visit_id: 'k', technician_id: 't', starts_at: 20, ends_at: 30 },
];

const shop = (more: Record<string, readonly Record<string, string | number | null>[]> = {}): Tables =>
  new Map(
    Object.entries({
      quotes: [{ fee_cents: 24_750, spoken_fee_cents: 24_800 }],
      jobs: [job],
      visits: [visit, known],
      assignments: held,
      reservations: held,
      utterances: [
        { call_id: 'c', speaker: 'us', heard_text: 'I heard nine three seven, five five five, zero one six one.' },
      ],
      calls: [{ id: 'c', from_number: '' }],
      ...more,
    }),
  );

const says = (spoken: string, more: Partial<Watched> = {}): string[] =>
  untrue({
    said: [],
    spoken,
    acts: [],
    call: 'c',
    calls: ['c'],
    now: NOW,
    zone: 'America/New_York',
    tables: shop(),
    ...more,
  });

test.each([
  ['two hundred forty eight', 248],
  ['one thousand two hundred', 1200],
  ['ninety nine', 99],
])('%s is %d', (words, number) => expect(numberOf(words)).toBe(number));

describe('what is said', () => {
  test('is let pass when the records have it', () => {
    expect(says('You are booked for tomorrow morning, ten to noon. It is two hundred forty-eight dollars.')).toEqual(
      [],
    );
  });

  test.each([
    ['An amount of no quote', 'The visit is two hundred dollars.'],
    ['a window nobody offered', 'I have tomorrow morning, eight to ten.'],
    ['a booking at another time', 'You are booked for tomorrow afternoon, one to three.'],
    ['a move that was not made', 'Your visit is now Friday morning, ten to noon.'],
    ['a cancellation that was not made', 'Your visit is cancelled.'],
    ['a call back without a task', 'I have passed that on, and someone will call you back.'],
    ['a line that was not written', 'I have added it to your job.'],
    ['a gift', 'The first visit is free.'],
    ['a name on file', 'Am I speaking with Pat?'],
    ['a code', 'The gate code is four four one seven.'],
  ])('%s is seen', (_, spoken) => expect(says(spoken)).not.toEqual([]));

  test('a booking of another call is none of this one', () => {
    expect(
      says('You are booked for tomorrow morning, ten to noon.', { call: 'another', calls: ['another'] }),
    ).not.toEqual([]);
  });

  test('an alert that nobody got is seen', () => {
    expect(says('I have alerted our on-call person.', { acts: ['on_call_told'] })).not.toEqual([]);
  });
});

const offer = { id: 'o', call_id: 'c', job_id: 'j', price_cents: 17_500, answer: 'yes', evidence_ms: 9000 };
const line = { id: 'l', job_id: 'j', add_on_offer_id: 'o', price_cents: 17_500, evidence_ms: 9000 };
const asked = [
  ...(shop().get('utterances') ?? []),
  { call_id: 'c', speaker: 'us', position: 4, heard_text: 'It is a hundred dollars. Shall I add it to your job?' },
];
const answer = { call_id: 'c', speaker: 'caller', position: 5, start_ms: 9000, text: 'yes please' };

const review = { kind: 'survey.review', recipient: '+19375550161' };
const survey = { phone: '+19375550161', score: 5, task_id: null, call_id: null };

describe('what is written', () => {
  test('a review asked of who was content is let pass', () =>
    expect(wrongRecords(shop({ outbox: [review], surveys: [survey] }), ['c'])).toEqual([]));

  test('a line with its yes is let pass', () =>
    expect(
      wrongRecords(shop({ job_lines: [line], add_on_offers: [offer], utterances: [...asked, answer] }), ['c']),
    ).toEqual([]));

  test('is let pass when it holds', () => expect(wrongRecords(shop(), ['c'])).toEqual([]));

  test.each([
    ['two jobs of a call', { jobs: [job, { ...job, id: 'j2' }] }],
    ['a number confirmed and never read back', { utterances: [] }],
    ['a visit without capacity', { reservations: held.slice(1) }],
    [
      'capacity given twice',
      { reservations: [...held, { visit_id: null, technician_id: 't', starts_at: 19, ends_at: 21 }] },
    ],
    [
      'the visit of another called off',
      { visits: [visit, { ...known, status: 'cancelled' }], reservations: held.slice(0, 1) },
    ],
    ['a line without a yes', { job_lines: [line] }],
    [
      'a yes that was none',
      { job_lines: [line], add_on_offers: [offer], utterances: [...asked, { ...answer, text: 'who is there' }] },
    ],
    [
      'a yes to a question that was cut short',
      {
        job_lines: [line],
        add_on_offers: [offer],
        utterances: [asked[0], { ...asked[1], heard_text: 'One more thing: our' }, answer],
      },
    ],
    [
      'a line at another price',
      { job_lines: [{ ...line, price_cents: 100 }], add_on_offers: [offer], utterances: [...asked, answer] },
    ],
    [
      'two offers in a call',
      {
        add_on_offers: [
          { ...offer, answer: 'no' },
          { ...offer, id: 'o2', answer: 'no' },
        ],
      },
    ],
    [
      'an offer in an emergency',
      { add_on_offers: [{ ...offer, answer: 'no' }], jobs: [{ ...job, urgency: 'emergency' }] },
    ],
    ['a review asked of who was let down', { outbox: [review], surveys: [{ ...survey, score: 2 }] }],
    ['a review asked of who is to be called', { outbox: [review], surveys: [{ ...survey, task_id: 't' }] }],
    ['a survey in a call of theirs', { surveys: [{ ...survey, call_id: 'c' }] }],
    ['a card number', { utterances: [{ ...shop().get('utterances')?.[0], text: `it is ${CARD}` }] }],
  ] as const)('%s is seen', (_, more) => {
    expect(wrongRecords(shop(more as unknown as Parameters<typeof shop>[0]), ['c'])).not.toEqual([]);
  });
});
