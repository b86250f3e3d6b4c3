import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { sampleCall } from '#fakes/sample-records.ts';
import { playSampleCall } from '#fakes/sample-trace.ts';
import { faintTexts, sidewaysScroll, smallTargets } from './legibility.ts';
import { Box, openOffice, visit, type Office, type Visit } from './office.ts';

let office: Office;
let box: Box;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
afterEach(async () => {
  await page.context().close();
  await box.close();
  if (seen.complaints.length > 0) throw new Error(`the page failed: ${seen.complaints.join(' | ')}`);
});

const openCall = async (traced: boolean, change: Parameters<typeof sampleCall>[0] = {}): Promise<void> => {
  box = await Box.start(office);
  const call = sampleCall(change);
  box.readers.calls.push(call);
  if (traced) {
    playSampleCall(box.traces.lines, call.id, (ms) => {
      box.now += ms;
    });
  }
  seen = await visit(office, box, {});
  page = seen.page;
  await page.locator('.pill-live').waitFor();
  await page.goto(`${box.origin}/#/calls/${call.id}`);
  await page.getByRole('heading', { name: 'The line' }).waitFor();
};

it('a call shows how good its line was and draws what was signalled, without numbers or names', async () => {
  await openCall(true);
  const text = (await page.locator('.quality').innerText()).replaceAll(/\s+/g, ' ');
  expect(text).toContain('A good line, MOS 4.3');
  expect(text).toContain('PCMU, 9154 packets, 0.54 % not heard, jitter 3.1 ms (at most 14.2 ms), round trip 38.4 ms.');
  await page.getByText('What was signalled').click();
  const ladder = page.getByRole('img', { name: '12 messages between 203.0.113.7:5060 UDP and the box' });
  await ladder.waitFor();
  const labels = await ladder.locator('.label').allTextContents();
  expect(labels.slice(0, 5)).toEqual(['INVITE [SDP]', '100 Trying', '180 Ringing', '200 OK [SDP]', 'ACK']);
  expect(labels).toContain('603 Decline (REFER)');
  expect(await ladder.locator('.note').allTextContents()).toContain('hold: held');
  await page.getByText('As text').click();
  expect(await page.locator('.messages pre').first().innerText()).toContain(
    'From: "xxx" <sip:+xxxxxxxxx42@203.0.113.7>;tag=a',
  );
  expect(await page.locator('.trace').innerText()).not.toMatch(/9375550|Pat/);
  if (process.env['PILOT_SHOTS'])
    await page.screenshot({ path: `${process.env['PILOT_SHOTS']}/line.png`, fullPage: true });
  for (const look of [faintTexts, smallTargets, sidewaysScroll]) expect(await page.evaluate(look)).toEqual([]);
});

it('a call of which nothing is kept says so, and one that was not measured', async () => {
  await openCall(false, { quality: null });
  const drawer = page.getByRole('dialog');
  await expect.poll(() => drawer.innerText()).toContain('Nothing is kept of this call.');
  expect(await drawer.innerText()).toContain('The line of this call was not measured.');
});
