import { describe, expect, it } from 'vitest';
import { topicsOf } from '#conversation/playbook/parse.ts';
import { FOLLOW_UPS } from '#conversation/language/en-US/templates/follow-ups.ts';
import { english } from '#conversation/language/en-US/templates/phrasebook.ts';
import { electrical } from '#shop/starter/electrical.ts';
import { hvac } from '#shop/starter/hvac.ts';
import { plumbing } from '#shop/starter/plumbing.ts';
import { loadPlaybook, SHIPPED_PLAYBOOKS } from './playbooks.ts';

/** Asked of everybody by the safety question. */
const BY_SAFETY = ['burning_smell', 'gas_smell', 'smoke_or_flame', 'near_electric', 'water_near'];

describe.each(SHIPPED_PLAYBOOKS)('the shipped playbook %s', (name) => {
  const book = loadPlaybook(name);

  it('prices every service type in the starter rows, and has none that no caller can reach', () => {
    const rows = { hvac, plumbing, electrical }[name].map((row) => row.code);
    const types = book.serviceTypes.map((type) => type.code);
    expect(types.filter((code) => !rows.includes(code))).toEqual([]);
    expect(rows.filter((code) => !types.includes(code) && code !== `general_${name}`)).toEqual([]);
  });

  it('has a wording for every question it asks', () => {
    const asked = book.serviceTypes.flatMap((type) => type.ask);
    expect(asked.filter((code) => FOLLOW_UPS[code] === undefined && !BY_SAFETY.includes(code))).toEqual([]);
  });

  it('states no price, time or booking in words of its own', () => {
    const texts = [
      ...book.serviceTypes.flatMap((type) => type.advice),
      ...topicsOf(book).flatMap((topic) => topic.answer),
    ];
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => english.claims(text).size > 0 || /[$0-9]/.test(text))).toEqual([]);
  });

  it('answers on cancellation, no-shows, licence, warranty, financing and payment', () => {
    expect(topicsOf(book).map((topic) => topic.code)).toEqual(
      expect.arrayContaining(['cancellation_policy', 'no_show_policy', 'licence', 'warranty', 'financing', 'payment']),
    );
  });
});
