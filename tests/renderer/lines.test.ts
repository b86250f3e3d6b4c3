import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { sampleLine } from '#fakes/memory-lines.ts';
import { SAMPLE_NOW } from '#fakes/sample-records.ts';
import { unsetLine } from '#shared/lines/setting.ts';
import { faintTexts, focusedName, sidewaysScroll, smallTargets } from './legibility.ts';
import { Box, openOffice, visit, type Office, type Visit } from './office.ts';

let office: Office;
let box: Box;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  office = await openOffice();
});
afterAll(async () => {
  await office.close();
});
beforeEach(async () => {
  box = await Box.start(office);
  box.lines.lines.push(
    sampleLine({ callsNow: 2 }),
    sampleLine({
      name: 'heating',
      numbers: ['+19375550102', '+19375550103'],
      setting: { ...unsetLine('heating'), mode: 'off', until: SAMPLE_NOW + 3_600_000, afterwards: 'overflow' },
      next: 'The caller is told that nobody is there and leaves a message.',
      state: { ok: false, detail: 'not registered: 403 Forbidden at 2026-11-24 01:02 UTC' },
    }),
    sampleLine({
      name: 'pbx',
      numbers: [],
      forked: true,
      setting: { ...unsetLine('pbx'), mode: 'shadow' },
      next: 'The box listens, and neither speaks nor books.',
      state: null,
    }),
  );
});
afterEach(async () => {
  await page.context().close();
  await box.close();
  if (seen.complaints.length > 0)
    throw new Error(`the page failed, or its policy refused it: ${seen.complaints.join(' | ')}`);
});

const open = async (look: Parameters<typeof visit>[2] = {}): Promise<void> => {
  seen = await visit(office, box, look);
  page = seen.page;
  await page.locator('.pill-live').waitFor();
  await page.getByRole('link', { name: 'Lines', exact: true }).click();
  await card('main').waitFor();
};
const card = (name: string): Locator => page.getByRole('article', { name, exact: true });
const text = async (shown: Locator): Promise<string> => (await shown.innerText()).replaceAll(/\s+/g, ' ');

it('shows each line: what happens to its next call, its trunk, its numbers, how many talk', async () => {
  await open();
  for (const part of [
    'Always',
    '2 calls now',
    'The box answers.',
    '(937) 555-0100',
    '(937) 555-0142',
    'In order registered',
  ])
    expect(await text(card('main'))).toContain(part);
  for (const part of ['Off until Today, 9:10 PM, then Overflow', 'Not in order', '403 Forbidden', 'leaves a message'])
    expect(await text(card('heating'))).toContain(part);
  expect(await card('pbx').getByRole('radio').count()).toBe(2);
  expect(await page.getByRole('link', { name: 'Lines', exact: true }).getAttribute('aria-current')).toBe('page');
});

it('a mode that is chosen holds once it is set, is told, and is taken back by Undo', async () => {
  await open();
  await card('main')
    .getByRole('radio', { name: /Overflow/ })
    .check();
  await card('main').getByRole('combobox').selectOption('2 hours');
  await card('main').getByRole('button', { name: 'Set' }).click();
  const told = page.getByRole('status').filter({ hasText: 'Line main' });
  await expect.poll(() => text(told)).toContain('Line main: Overflow until Today, 10:10 PM, then Always.');
  expect(box.lines.events).toMatchObject([{ via: 'console', after: { mode: 'overflow' } }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => text(told)).toContain('Line main: Always.');
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  expect(box.lines.lines[0]?.setting.mode).toBe('always');
});

it('switching off is asked once more, and No changes nothing', async () => {
  await open();
  await card('main').getByRole('radio', { name: /^Off/ }).check();
  await card('main').getByRole('button', { name: 'Set' }).click();
  await page.getByRole('dialog', { name: 'Switch line main off?' }).waitFor();
  await page.getByRole('button', { name: 'Keep it on' }).click();
  expect(box.lines.events).toEqual([]);
  await card('main').getByRole('button', { name: 'Set' }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect.poll(() => box.lines.events.map(({ after }) => after.mode)).toEqual(['off']);
  await expect.poll(() => text(card('main'))).toContain('Changed Today, 8:10 PM on this page');
});

it('a fallback number and seconds are saved; what the box refuses is said with the way out', async () => {
  await open();
  await card('main').getByText('Fallback number and ringing').click();
  await card('main').getByLabel('Fallback number', { exact: true }).fill('the office');
  await card('main').getByRole('button', { name: 'Save' }).click();
  await page.locator('.notice .failure', { hasText: 'the office is not a telephone number.' }).waitFor();
  expect(box.lines.events).toEqual([]);
  await card('main').getByLabel('Fallback number', { exact: true }).fill('+19375550177');
  await card('main')
    .getByLabel(/Seconds of ringing/)
    .fill('12');
  await card('main').getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => box.lines.lines[0]?.setting).toMatchObject({ fallback: '+19375550177', overflowSeconds: 12 });
});

it('shows who changed the line, newest first', async () => {
  await box.lines.change('main', { mode: 'off', reason: 'storm' }, { via: 'cli', who: 'dana' });
  await box.lines.change('main', { mode: 'always' }, { via: 'phone', who: '' });
  await open();
  await card('main').getByText('History').click();
  await card('main').locator('.changes li').nth(1).waitFor();
  const changes = await card('main').locator('.changes li').allInnerTexts();
  expect(changes.map((one) => one.replaceAll(/\s+/g, ' '))).toEqual([
    'Today, 8:10 PM by phone Off to Always',
    'Today, 8:10 PM on the box by dana Always to Off: storm',
  ]);
});

it('is worked by keyboard alone, and its skip link stays on the page', async () => {
  await open();
  await page.reload();
  await card('main').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(focusedName)).toBe('Skip to lines');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(focusedName)).toBe('Lines');
  await card('main').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  expect(
    await card('main')
      .getByRole('radio', { name: /After hours/ })
      .isChecked(),
  ).toBe(true);
});

it.each([
  ['light', 360],
  ['dark', 1360],
] as const)('fits and can be read in %s at %i px', async (colorScheme, width) => {
  await open({ colorScheme, width, height: 740 });
  await card('heating')
    .getByRole('radio', { name: /Always/ })
    .check();
  for (const name of ['Fallback number and ringing', 'History']) await card('main').getByText(name).click();
  const check = async (): Promise<void> => {
    expect(await page.evaluate(sidewaysScroll)).toEqual([]);
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(await page.evaluate(smallTargets)).toEqual([]);
  };
  await check();
  const folder = process.env['PILOT_SCREENSHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/lines-${colorScheme}-${width}.png`, fullPage: true });
  await card('main').getByRole('radio', { name: /^Off/ }).check();
  await card('main').getByRole('button', { name: 'Set' }).click();
  await page.getByRole('dialog').waitFor();
  await check();
  if (folder !== undefined) await page.screenshot({ path: `${folder}/sure-${colorScheme}-${width}.png` });
});
