import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { sampleAlert } from '#fakes/memory-alerts.ts';
import { SAMPLE_NOW } from '#fakes/sample-records.ts';
import { faintTexts, sidewaysScroll, smallTargets } from './legibility.ts';
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
});
afterEach(async () => {
  await page.context().close();
  await box.close();
  if (seen.complaints.length > 0)
    throw new Error(`the page failed, or its policy refused it: ${seen.complaints.join(' | ')}`);
});

const MINUTE = 60_000;
const OPEN = sampleAlert({
  openedAt: SAMPLE_NOW - 2 * MINUTE,
  address: '123 Oak Street, Springfield, OH',
  round: 2,
  tellings: [
    { round: 1, role: 'office', name: '', channel: 'email', dueAt: SAMPLE_NOW - 40 * MINUTE, status: 'sent' },
    {
      round: 2,
      role: 'on_call_technician',
      name: 'Dana Whitlock',
      channel: 'sms',
      dueAt: SAMPLE_NOW - 2 * MINUTE,
      status: 'waiting_for_configuration',
    },
    {
      round: 2,
      role: 'on_call_technician',
      name: 'Dana Whitlock',
      channel: 'email',
      dueAt: SAMPLE_NOW,
      status: 'sent',
    },
    {
      round: 2,
      role: 'owner',
      name: 'Ellis Whitlock',
      channel: 'call',
      dueAt: SAMPLE_NOW + 3 * MINUTE,
      status: 'pending',
    },
  ],
});
const TAKEN = sampleAlert({
  id: 'alert-0',
  kind: 'property',
  reason: 'burst_leak',
  status: 'acknowledged',
  openedAt: SAMPLE_NOW - 300 * MINUTE,
  jobNumber: 'J-1042',
  text: 'a pipe burst',
  acknowledgedAt: SAMPLE_NOW - 290 * MINUTE,
  acknowledgedBy: 'Marcus Bell',
  acknowledgedVia: 'terminal',
  tellings: [
    {
      round: 1,
      role: 'owner',
      name: 'Ellis Whitlock',
      channel: 'email',
      dueAt: SAMPLE_NOW - 300 * MINUTE,
      status: 'sent',
    },
    {
      round: 1,
      role: 'partner',
      name: 'Harbor',
      channel: 'call',
      dueAt: SAMPLE_NOW - 285 * MINUTE,
      status: 'not_needed',
    },
  ],
});

const open = async (look: Parameters<typeof visit>[2] = {}): Promise<void> => {
  seen = await visit(office, box, look);
  page = seen.page;
  await page.locator('.pill-live').waitFor();
};
const toAlerts = async (): Promise<void> => {
  await page.getByRole('link', { name: /^Alerts/ }).click();
  await page.getByRole('heading', { name: 'Alerts', exact: true }).waitFor();
};
const card = (name: string): Locator => page.getByRole('article', { name, exact: true });
const text = async (shown: Locator): Promise<string> => (await shown.innerText()).replaceAll(/\s+/g, ' ');

it('an open emergency is told on every page, and its own page shows who was told by what, and who was not', async () => {
  box.alerts.alerts.push(OPEN, TAKEN);
  await open();
  const banner = page.getByRole('alert').filter({ hasText: 'Nobody has taken an emergency: Gas.' });
  await banner.getByRole('link').click();
  expect(await banner.count()).toBe(0);
  await card('Gas').waitFor();
  const told = await text(card('Gas'));
  for (const part of [
    'Open for 2:',
    'Life safety',
    '“smells gas in the kitchen”',
    '(555) 123-0000',
    '123 Oak Street',
    'Who is told, round 2',
    'Dana Whitlock, on-call technician Text message',
    'Cannot be told: not set up',
    'E-mail Today',
    'Ellis Whitlock, owner Call',
    'Comes next',
    'The round before',
  ])
    expect(told).toContain(part);
  expect(await text(card('Burst leak'))).toMatch(/Taken .*Taken by Marcus Bell, Today, .* on the command line/);
  expect(await page.getByRole('link', { name: 'Alerts (1)' }).getAttribute('aria-current')).toBe('page');
  expect(await card('Gas').getByRole('link', { name: 'the call' }).getAttribute('href')).toBe('#/calls/call-1');
});

it('whoever takes it gives their name; nobody further is told, and the name is known the next time', async () => {
  box.alerts.alerts.push(OPEN, sampleAlert({ id: 'alert-2', reason: 'sparks', openedAt: SAMPLE_NOW }));
  await open();
  await toAlerts();
  const take = card('Gas').getByRole('button', { name: 'I take it: Gas' });
  expect(await take.isDisabled()).toBe(true);
  await card('Gas').getByLabel('Your name').fill('Ellis');
  await take.click();
  await card('Gas').getByText('Taken by').waitFor();
  expect(await text(card('Gas'))).toMatch(/Taken .*Taken by Ellis, .* here on the console/);
  expect(box.alerts.alerts[0]).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: 'Ellis',
    acknowledgedVia: 'console',
  });
  await page.reload();
  await toAlerts();
  expect(await card('Sparks').getByLabel('Your name').inputValue()).toBe('Ellis');
});

it('an alert that is gone, and a box that does not answer, are said with the way out', async () => {
  box.alerts.alerts.push(OPEN);
  await open();
  await toAlerts();
  await card('Gas').getByLabel('Your name').fill('Ellis');
  const [gone] = box.alerts.alerts.splice(0);
  await card('Gas').getByRole('button').click();
  const failure = page.locator('.alerts-page .failure');
  await failure.waitFor();
  expect(await failure.innerText()).toBe('No alert has this id. Take it from the list.');
  if (gone) box.alerts.alerts.push(gone);
  await page.route('**/api/v1/alerts', (route) => route.abort());
  await expect
    .poll(() => page.locator('.alerts-page').innerText(), { timeout: 15_000 })
    .toContain('The box did not answer. Check that it is switched on and connected.');
});

it('where there is none, it says what would stand there', async () => {
  await open();
  await toAlerts();
  await page.getByText('No emergencies. When a caller tells of one').waitFor();
  expect(await page.getByRole('alert').filter({ hasText: 'Nobody has taken' }).count()).toBe(0);
});

it.each([
  { width: 1360, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const)('can be read and pressed at $width pixels, $colorScheme', async (look) => {
  box.alerts.alerts.push(OPEN, TAKEN);
  await open(look);
  await toAlerts();
  await card('Gas').waitFor();
  const shot = process.env['PILOT_SHOTS'];
  if (shot !== undefined) await page.screenshot({ path: `${shot}/alerts-${look.width}.png`, fullPage: true });
  expect(await page.evaluate(sidewaysScroll)).toEqual([]);
  expect(await page.evaluate(faintTexts)).toEqual([]);
  expect(await page.evaluate(smallTargets)).toEqual([]);
});
