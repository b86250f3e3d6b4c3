import { describe, expect, it } from 'vitest';
import { mergePlaybooks, parsePlaybook } from './parse.ts';

const book = (code: string, more = ''): string => `id: test
trades: [plumbing]
texts: {greeting: a, disclosure: b, recordingNotice: c, emergencyAdvice: d}
serviceTypes:
  - code: ${code}
    name: Drain
    spoken: a drain
    heardAs: [drain slow]
    urgency: routine
    minutes: {typical: 45, long: 90}
    ask: []
    price: fixed
emergencies: []
urgents: []
notEmergencies: []
${more}`;

describe('a playbook', () => {
  it('takes the default thresholds and its trade', () => {
    const parsed = parsePlaybook(book('drain'), 'test.yaml');
    expect(parsed.thresholds.heatAtOrBelowF).toBe(40);
    expect(parsed.thresholds.coolAtOrAboveF).toBe(85);
    expect(parsed.serviceTypes[0]?.trade).toBe('plumbing');
  });

  it('is refused with the line of a wrong value', () => {
    expect(() => parsePlaybook(book('drain').replace('urgency: routine', 'urgency: soon'), 'test.yaml')).toThrow(
      /test\.yaml:(5|9):/,
    );
  });

  it('is refused with the place of broken YAML', () => {
    expect(() => parsePlaybook('id: [a\ntexts: {', 'test.yaml')).toThrow(/test\.yaml:\d+:\d+/);
  });

  it('is refused when a phrase names an unknown service type', () => {
    expect(() =>
      parsePlaybook(
        book('drain').replace('urgents: []', 'urgents: [{heardAs: [help me], serviceType: tub}]'),
        'test.yaml',
      ),
    ).toThrow(/no service type is called tub/);
  });

  it('holds no unknown keys: amounts, people and hours have no place in it', () => {
    expect(() => parsePlaybook(book('drain', 'fee: 89'), 'test.yaml')).toThrow(/fee|additional/i);
  });

  const topic = (code: string, answer: string): string =>
    `faq:\n  - code: ${code}\n    heardAs: [how do i pay]\n    answer: ["${answer}"]\n`;

  it('is refused with the line of a word that its rules switch off', () => {
    expect(() => parsePlaybook(book('drain', topic('payment', 'The estimate is free.')), 'test.yaml')).toThrow(
      /test\.yaml:19:\d+: the word "free" is off/,
    );
    const allowed = book('drain', `${topic('payment', 'The estimate is free.')}rules: {wordsOff: [cheapest]}`);
    expect(parsePlaybook(allowed, 'test.yaml').faq).toHaveLength(1);
  });

  it('has the safe rules where it says nothing, and no advice', () => {
    const parsed = parsePlaybook(book('drain'), 'test.yaml');
    expect(parsed.rules).toMatchObject({
      licenceNumber: null,
      feeTold: 'before_booking',
      oneFee: true,
      depositCap: 'strictest',
      cancellationNotice: 'beyond_request',
      totalPrice: 'fee_then_on_site',
    });
    expect(parsed.rules.wordsOff).toContain('guaranteed');
    expect(parsed.serviceTypes[0]?.advice).toEqual([]);
    expect(parsed).toMatchObject({ objections: [], faq: [], policies: {} });
  });

  it('offers nothing unless it says so, and then only after visits it knows', () => {
    expect(parsePlaybook(book('drain'), 'test.yaml').crossSell).toEqual({ on: false, restDays: 180, offers: [] });
    const selling = (spoken: string, after: string): string =>
      book('drain', `crossSell: {on: true, offers: [{sell: plan, spoken: "${spoken}", after: [${after}]}]}`);
    expect(parsePlaybook(selling('our plan', 'drain'), 'test.yaml').crossSell.offers).toHaveLength(1);
    expect(() => parsePlaybook(selling('our plan', 'tub'), 'test.yaml')).toThrow(
      /test\.yaml:16:.* no service type is called tub/,
    );
    expect(() => parsePlaybook(selling('our free plan', 'drain'), 'test.yaml')).toThrow(/the word "free" is off/);
    const both = mergePlaybooks([
      parsePlaybook(selling('our plan', 'drain'), 'one.yaml'),
      parsePlaybook(selling('our plan', 'drain').replaceAll('drain', 'tub'), 'other.yaml'),
    ]);
    expect(both.crossSell.offers.map(({ after }) => after)).toEqual([['drain'], ['tub']]);
  });

  it('asks nobody how a visit was unless it says so, and sends a review nowhere but by a link', () => {
    expect(parsePlaybook(book('drain'), 'test.yaml').survey).toEqual({
      on: false,
      afterMinutes: 120,
      restDays: 90,
      low: 3,
      reviewLink: null,
    });
    expect(() => parsePlaybook(book('drain', 'survey: {on: true, reviewLink: "http://a"}'), 'test.yaml')).toThrow(
      /test\.yaml:16:/,
    );
  });

  it('has weights that sum to one, and refuses others with their line', () => {
    const { qualification, voice, transfer } = parsePlaybook(book('drain'), 'test.yaml');
    expect(Object.values(qualification.factors).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(voice.premium).toEqual({
      threshold: 0.7,
      phases: ['quote', 'scheduling', 'access', 'booking', 'wrap_up'],
    });
    expect(transfer.offerFor).toContain('complaint');
    const heavy = book('drain', 'qualification:\n  factors: {member: 0.4}\n');
    expect(() => parsePlaybook(heavy, 'test.yaml')).toThrow(/test\.yaml:17:12: the weights sum to 1\.3/);
    const shifted = book('drain', 'qualification: {factors: {member: 0.2, ticket_size: 0}, threshold: 0.5}');
    expect(parsePlaybook(shifted, 'test.yaml').qualification).toMatchObject({
      factors: { in_area: 0.25, member: 0.2 },
      threshold: 0.5,
    });
  });

  it('lets no premium voice speak of danger, and names what may stand there', () => {
    const wrong = book('drain', 'voice: {premium: {phases: [safety]}}');
    expect(() => parsePlaybook(wrong, 'test.yaml')).toThrow(
      /test\.yaml:16:28: .*must be intake or identity or .*wrap_up/,
    );
  });

  it('merges topics of the same code once, the first book first', () => {
    const one = parsePlaybook(book('drain', topic('payment', 'The technician tells you.')), 'one.yaml');
    const other = parsePlaybook(book('tub', topic('payment', 'The office tells you.')), 'other.yaml');
    expect(mergePlaybooks([one, other]).faq.map((entry) => entry.answer)).toEqual([['The technician tells you.']]);
  });

  it('merges with others, refusing a code that stands twice', () => {
    const one = parsePlaybook(book('drain'), 'one.yaml');
    const other = parsePlaybook(book('tub'), 'other.yaml');
    expect(mergePlaybooks([one, other]).serviceTypes.map((type) => type.code)).toEqual(['drain', 'tub']);
    expect(() => mergePlaybooks([one, one])).toThrow(/drain/);
  });
});
