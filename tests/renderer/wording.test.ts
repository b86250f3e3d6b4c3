import { describe, expect, it } from 'vitest';
import { sampleJob, SAMPLE_NOW } from '#fakes/sample-records.ts';
import { medianMs, turnBars } from '../../desktop/console/src/calls/stages.ts';
import { LONGEST_WAIT_MS, waitBefore } from '../../desktop/console/src/feed/backoff.ts';
import { shownFacts } from '../../desktop/console/src/format/facts.ts';
import { formatDay, formatElapsed, formatHours, formatMoment } from '../../desktop/console/src/format/instants.ts';
import { formatFee, formatPromise, formatRange, unconfirmedParts } from '../../desktop/console/src/format/jobs.ts';
import { formatPhone, formatPlace } from '../../desktop/console/src/format/people.ts';
import { joinPages } from '../../desktop/console/src/records/pages.ts';

const ZONE = 'America/New_York';

describe('times', () => {
  it.each([
    [0, '0:00'],
    [59_999, '0:59'],
    [61_000, '1:01'],
    [3_661_000, '1:01:01'],
    [-5, '0:00'],
  ])('shows a length of %i ms as %s', (ms, text) => expect(formatElapsed(ms)).toBe(text));

  it.each([
    ['08:00', '10:00', '8:00 – 10:00 AM'],
    ['10:00', '12:00', '10:00 AM – 12:00 PM'],
    ['21:00', '23:00', '9:00 – 11:00 PM'],
    ['23:00', '01:00', '11:00 PM – 1:00 AM'],
    ['00:00', '02:30', '12:00 – 2:30 AM'],
  ])('shows the window %s to %s as %s', (start, end, text) => expect(formatHours(start, end)).toBe(text));

  it('counts days in the zone of the place, across midnight and the change of clocks', () => {
    expect(formatDay('2026-11-23', SAMPLE_NOW, ZONE)).toBe('Today');
    expect(formatDay('2026-11-24', SAMPLE_NOW, ZONE)).toBe('Tomorrow');
    expect(formatDay('2026-11-22', SAMPLE_NOW, ZONE)).toBe('Yesterday');
    expect(formatDay('2026-11-30', SAMPLE_NOW, ZONE)).toBe('Mon, Nov 30');
    // 2026-11-01 has 25 hours in New York.
    expect(formatDay('2026-11-02', Date.UTC(2026, 10, 1, 4, 30), ZONE)).toBe('Tomorrow');
    expect(formatMoment(SAMPLE_NOW, SAMPLE_NOW, ZONE)).toBe('Today, 8:10 PM');
  });
});

describe('people and places', () => {
  it.each([
    ['+15555550142', '(555) 555-0142'],
    ['5551230000', '(555) 123-0000'],
    ['', 'Number withheld'],
    ['sip:alice@192.0.2.4', 'sip:alice@192.0.2.4'],
    ['+442079460000', '+442079460000'],
  ])('shows the number %s as %s', (number, text) => expect(formatPhone(number)).toBe(text));

  it('writes a place of what is known of it', () => {
    const place = {
      houseNumber: '48',
      street: 'Larch Avenue',
      unit: null,
      city: 'Springfield',
      state: 'OH',
      zip: null,
    };
    expect(formatPlace(place)).toBe('48 Larch Avenue, Springfield, OH');
    expect(formatPlace({ ...place, unit: '2B' })).toBe('48 Larch Avenue, Unit 2B, Springfield, OH');
    expect(formatPlace({ ...place, houseNumber: null, street: null, city: null })).toBe('OH');
  });
});

describe('facts', () => {
  it('shows no code, whatever its value', () => {
    for (const value of ['4821', 'stored', { raw: '4821' }]) {
      const shown = shownFacts({ gateCode: { value, state: 'confirmed' } }, SAMPLE_NOW, ZONE);
      expect(shown).toMatchObject([{ label: 'Gate code', text: 'Kept, not shown', secret: true }]);
    }
  });

  it('leaves out what says nothing, and shows a slot it has no name for', () => {
    const shown = shownFacts(
      {
        name: { value: { first: null, last: null }, state: 'heard' },
        filterSize: { value: '16 by 20', state: 'heard' },
        address: { value: { houseNumber: '48', street: 'Larch Avenue', city: null }, state: 'read_back' },
      },
      SAMPLE_NOW,
      ZONE,
    );
    expect(shown.map((fact) => [fact.label, fact.text])).toEqual([
      ['Address', '48 Larch Avenue'],
      ['Filter size', '16 by 20'],
    ]);
  });
});

describe('jobs', () => {
  it('shows the fee as it was told, never rounded down, and the promise in local time', () => {
    expect(formatFee(sampleJob())).toBe('$248');
    expect(formatRange(sampleJob())).toBe('$450 – $1,200');
    expect(formatPromise(sampleJob(), SAMPLE_NOW)).toBe('Today, 9:00 – 11:00 PM');
    expect(formatFee(sampleJob({ price: null }))).toBe('Not quoted');
    expect(formatPromise(sampleJob({ visit: null }), SAMPLE_NOW)).toBe('No window yet');
  });

  it('names each part that wants a check once', () => {
    const { location } = sampleJob();
    expect(unconfirmedParts(sampleJob({ location: { ...location, confirmed: false } }))).toEqual(['name', 'address']);
  });
});

describe('stages', () => {
  const none = { endpointMs: null, sttMs: null, decideMs: null, commitMs: null, ttsMs: null, firstPacketMs: null };

  it('puts each stage after the one before, and leaves out what was not timed', () => {
    const [bars] = turnBars([
      { ...none, turn: 4, command: 'c', endpointMs: 300, decideMs: 5, ttsMs: 40, voiceToVoiceMs: 360 },
    ]);
    expect(bars?.bars.map((bar) => [bar.key, bar.startMs, bar.lengthMs])).toEqual([
      ['endpointMs', 0, 300],
      ['decideMs', 300, 5],
      ['ttsMs', 305, 40],
    ]);
    expect(bars).toMatchObject({ totalMs: 360, measured: true });
    expect(turnBars([{ ...none, turn: 1, command: 'c', voiceToVoiceMs: null }])).toEqual([]);
  });

  it('takes the middle of measured turns only', () => {
    const turns = [900, 400, 500].map((voiceToVoiceMs, turn) => ({
      ...none,
      turn,
      command: `c${turn}`,
      sttMs: 1,
      voiceToVoiceMs,
    }));
    expect(medianMs(turnBars([...turns, { ...none, turn: 9, command: 'x', sttMs: 7, voiceToVoiceMs: null }]))).toBe(
      500,
    );
    expect(medianMs([])).toBeNull();
  });
});

describe('connection', () => {
  it('waits longer after each failure, never past the longest, and never not at all', () => {
    const waits = Array.from({ length: 40 }, (_, i) => waitBefore(i + 1, 1));
    expect(waits.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 8_000, LONGEST_WAIT_MS]);
    expect(Math.max(...waits)).toBe(LONGEST_WAIT_MS);
    expect(waitBefore(1, 0)).toBe(750);
  });
});

describe('lists', () => {
  const rows = (...ids: string[]) => ids.map((id) => ({ id }));

  it('joins a first page with what was known, without repeats', () => {
    const joined = joinPages({ items: rows('d', 'c'), next: 'c' }, { items: rows('c', 'b', 'a'), next: null });
    expect(joined).toEqual({ items: rows('d', 'c', 'b', 'a'), next: null });
  });

  it('lets go of what it knew rather than show a list with a hole', () => {
    const fresh = { items: rows('z', 'y'), next: 'y' };
    expect(joinPages(fresh, { items: rows('c', 'b'), next: null })).toEqual(fresh);
  });
});
