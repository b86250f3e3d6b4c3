import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { SAMPLE_NOW, sampleCall, sampleJob } from '#fakes/sample-records.ts';
import { faintTexts, focusedName, sidewaysScroll, smallTargets } from './legibility.ts';
import { Box, openOffice, visit, type Office, type Visit } from './office.ts';
import { CALL, callEnded, callInProgress, callStarted, jobBooked, said } from './one-call.ts';

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

const open = async (look: Parameters<typeof visit>[2] = {}): Promise<void> => {
  seen = await visit(office, box, look);
  page = seen.page;
  await page.locator('.pill-live').waitFor();
};

const played = () =>
  page.locator('audio').evaluate((audio: { duration: number; currentTime: number }) => ({
    duration: audio.duration,
    currentTime: audio.currentTime,
  }));

const words = () => page.locator('.transcript .words').allTextContents();

it('says what to do while there is nothing to show', async () => {
  await open();
  const main = page.locator('main');
  for (const text of ['No one is on the phone', 'No calls yet. Ring (555) 555-0100', 'No jobs yet']) {
    await expect.poll(() => main.innerText()).toContain(text);
  }
});

it('shows a call as it is spoken: partial words grow grey and then stand', async () => {
  await open();
  box.feed.publish(callStarted());
  await page.getByRole('heading', { name: '(555) 555-0142' }).waitFor();
  expect(await page.locator('.strip').innerText()).toMatch(/On the phone\s+\(555\) 555-0142\s+0:4\d/);
  box.feed.publish(said('1', 'us', 'What is going on?'));
  box.feed.publish(said('2', 'caller', 'my furnace', { partial: true }));
  await page.locator('.partial', { hasText: 'my furnace' }).waitFor();
  box.feed.publish(said('2', 'caller', 'my furnace is out', { partial: true }));
  await page.locator('.partial', { hasText: 'my furnace is out' }).waitFor();
  box.feed.publish(said('2', 'caller', 'my furnace is out cold'));
  await page.locator('.said:not(.partial)', { hasText: 'my furnace is out cold' }).waitFor();
  expect(await words()).toEqual(['What is going on?', 'my furnace is out cold']);
  expect(await page.locator('.partial').count()).toBe(0);
});

it('tells a screen reader settled words only', async () => {
  await open();
  for (const change of callInProgress) box.feed.publish(change);
  await page.locator('.partial').waitFor();
  const log = await page.getByRole('log').ariaSnapshot();
  expect(log).toContain('dana whitlock');
  expect(log).not.toContain('five five');
});

it('shows facts with how sure they are in words, and never a gate code', async () => {
  await open();
  for (const change of callInProgress) box.feed.publish(change);
  await page.locator('.facts').waitFor();
  const facts = (await page.locator('.facts').innerText()).replaceAll(/\s+/g, ' ');
  for (const line of [
    'Problem my air conditioner stopped cooling; outdoor unit rattling Confirmed',
    'Name Dana Whitlock Not confirmed',
    'Phone (555) 555-0142 Read back',
    'Window Today, 9:00 – 11:00 PM Heard',
    'Gate code Kept, not shown Heard',
  ]) {
    expect(facts).toContain(line);
  }
  expect(await page.content()).not.toContain('4821');
});

it('keeps the call that is followed when another one comes in, and lets it be chosen', async () => {
  await open();
  for (const change of callInProgress) box.feed.publish(change);
  await page.locator(`[data-call="${CALL}"]`).waitFor();
  box.feed.publish(callStarted('c2', '+15555550177'));
  await page.locator('.strip button').nth(1).waitFor();
  expect(await page.locator('.live-call').getAttribute('data-call')).toBe(CALL);
  await page.getByRole('button', { name: /555-0177/ }).click();
  await page.locator('[data-call="c2"]').waitFor();
});

it('shows a job the moment it is booked, with what is not confirmed', async () => {
  await open();
  box.feed.publish(jobBooked);
  await page.locator('.job').waitFor();
  const job = (await page.locator('.job').innerText()).replaceAll(/\s+/g, ' ');
  for (const part of [
    'J-1042',
    'Today, 9:00 – 11:00 PM',
    'After hours',
    'Urgent',
    'outdoor unit rattling',
    'Dana Whitlock, (555) 555-0142',
    '48 Larch Avenue, Springfield, OH 45503',
    '$248',
    'Not confirmed: name',
  ]) {
    expect(job).toContain(part);
  }
  box.readers.jobs.push(sampleJob());
  box.feed.publish(callStarted());
  box.feed.publish(callEnded);
  await page.locator('.call-state.over', { hasText: 'Booked' }).waitFor();
  expect(await page.locator('.job').count()).toBe(1);
});

it('lists a call that ended, and opens its record with stages, transcript and a recording that plays', async () => {
  await open();
  box.feed.publish(callStarted());
  box.readers.calls.push(sampleCall());
  await box.record(CALL, 60);
  box.feed.publish(callEnded);
  await page.locator('.rows a').click();
  const details = page.getByRole('dialog');
  await details.getByText('dana whitlock', { exact: true }).waitFor();
  expect(await details.locator('.turn').count()).toBe(3);
  expect(await details.locator('.turn svg .stage').count()).toBe(18);
  await details.getByText('As numbers').click();
  expect(await details.locator('tbody tr').first().innerText()).toMatch(/1\s+420\s+130\s+3\s+6\s+45\s+14\s+618/);
  await expect.poll(async () => (await played()).duration).toBe(60);
  await details.getByRole('button', { name: 'Play from 0:21' }).click();
  await expect.poll(async () => (await played()).currentTime).toBeGreaterThanOrEqual(21.2);
});

it('says why a call could not be recorded, or why its recording broke off', async () => {
  const reason = 'ENOSPC: no space left on device, write';
  box.readers.calls.push({ ...sampleCall(), hasRecording: false, recordingFailure: reason });
  await open();
  await page.locator('.rows a').click();
  const details = page.getByRole('dialog');
  await details.getByText(`This call could not be recorded: ${reason}. Free space on the disk`).waitFor();
  expect(await details.locator('audio').count()).toBe(0);
  box.readers.calls[0] = { ...sampleCall(), recordingFailure: reason };
  await page.reload();
  await page.locator('.failure', { hasText: `The recording broke off: ${reason}` }).waitFor();
  expect(await page.locator('audio').count()).toBe(1);
});

it('says by which way a call came, as the network told it', async () => {
  const identity = {
    withheld: true,
    diverted: [
      { number: '+19375550110', reason: 'no-answer' },
      { number: '', reason: '302' },
    ],
    verstat: 'TN-Validation-Passed',
    passports: ['signed'],
    extra: {},
  };
  box.readers.calls.push(sampleCall({ from: '', identity }));
  await open();
  await page.locator('.rows a').click();
  await page.getByRole('dialog', { name: 'Number withheld' }).waitFor();
  expect(await page.locator('.arrival li').allInnerTexts()).toEqual([
    'The caller asked not to be shown.',
    'First called: (937) 555-0110 (nobody answered)',
    'Then: Number withheld (all calls)',
    'The carrier says of the number: TN-Validation-Passed',
    'Signed by the network; kept with the call.',
  ]);
});

it('says that a caller could not be heard', async () => {
  box.readers.calls.push(sampleCall({ oneWay: { cause: 'no_packets', afterMs: 5_000, restoredMs: 42_000 } }));
  await open();
  await page.locator('.rows a').click();
  const told = 'No sound arrived from the caller’s side for the first 0:42; then it came.';
  const shown = page.getByRole('dialog').locator('.failure', { hasText: told });
  await shown.waitFor();
  expect(await shown.count()).toBe(1);
});

it('lists the calls that the box made, and what came of them', async () => {
  box.outbound.on = true;
  const placed = await box.outbound.place({ purpose: 'confirmation', about: 'J-1042' });
  const attempt = { at: SAMPLE_NOW, outcome: 'confirmed', status: 200, ms: 21_000, call: 'talk-1' };
  box.outbound.calls[0] = {
    ...placed,
    status: 'done',
    outcome: 'confirmed',
    attempts: [{ ...attempt, outcome: 'busy', status: 486, call: null }, attempt],
  };
  await open();
  const made = page.locator('.made li');
  await made.waitFor();
  const told = (await made.innerText()).replaceAll(/\s+/g, ' ');
  expect(told).toMatch(/\(937\) 555-0142 Confirmed .* · rung 2 times To confirm the visit of J-1042/i);
});

it('tells who was rung for a caller who asked for a person', async () => {
  box.readers.calls.push(
    sampleCall({
      outcome: 'transferred',
      transfer: {
        ok: true,
        to: 'Dana',
        attempts: [
          { to: 'Office', way: 'bridge', outcome: 'no_answer', status: 408, ms: 25_020 },
          { to: 'Dana', way: 'bridge', outcome: 'taken', status: 200, ms: 9_400 },
        ],
      },
    }),
  );
  await open();
  await page.locator('.rows a').click();
  const rung = page.getByRole('dialog').locator('.handed-over li');
  await rung.first().waitFor();
  expect(await rung.allInnerTexts()).toEqual(['Office did not answer (25 s).', 'Dana took the call (9 s).']);
});

it('opens the recording at the place where an unconfirmed fact was heard', async () => {
  box.readers.calls.push(sampleCall());
  box.readers.jobs.push(sampleJob());
  await box.record(CALL, 60);
  await open();
  await page.locator('.job').click();
  await page.getByRole('link', { name: /Hear it at 0:41/ }).click();
  await expect.poll(async () => (await played()).currentTime).toBe(41.2);
});

it('says when it lost the box, tries again by itself, and then shows what is so', async () => {
  for (const change of callInProgress) box.feed.publish(change);
  await open();
  await box.stop();
  await page.getByRole('alert').getByText('No connection to the box.').waitFor();
  expect(await page.locator('.pill').innerText()).toBe('Offline');
  expect(await words()).toContain('dana whitlock');
  box.feed.publish(said('9', 'caller', 'said while the page was away'));
  box.readers.jobs.push(sampleJob());
  await box.start();
  await page.locator('.pill-live').waitFor();
  await page.locator('.words', { hasText: 'said while the page was away' }).waitFor();
  await page.locator('.job').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('tries at once when asked', async () => {
  await open();
  await box.stop();
  await page.getByRole('button', { name: 'Try now' }).waitFor();
  await box.start();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => page.locator('.pill').innerText()).toBe('Live');
});

const BENCH = 'This box runs the bench recognizer: it understands synthesized test voices only.';

it('says that the bench recognizer hears, while it does', async () => {
  await open();
  expect(await page.getByText(BENCH).count()).toBe(0);
  box.feed.publish(callStarted());
  await page.getByText(BENCH).waitFor();
  box.feed.publish(callEnded);
  await page.getByText(BENCH).waitFor({ state: 'detached' });
  box.feed.publish({ type: 'box', box: { ...box.feed.snapshot().box, bench: true } });
  await page.getByText(BENCH).waitFor();
});

it('names what of the box needs attention, and the way out', async () => {
  box.health = {
    status: 'degraded',
    checks: [{ name: 'smtp', ok: false, detail: 'Off until configured.', fix: 'Set smtp in the configuration.' }],
  };
  await open();
  await page.getByText('1 thing needs attention').click();
  await expect.poll(() => page.locator('.health').innerText()).toContain('Set smtp in the configuration.');
});

it('stays usable when the box answers that it is closing in place of its health', async () => {
  box.health = { statusCode: 503, error: 'Service Unavailable' } as never;
  await open();
  await page.locator('.pill-live').waitFor();
  expect(await page.getByText('needs attention').count()).toBe(0);
});

it('is worked by keyboard alone: a job opens with Enter, Escape closes it, focus returns', async () => {
  box.readers.jobs.push(sampleJob());
  for (const change of callInProgress) box.feed.publish(change);
  await open();
  await page.locator('.job').waitFor();
  const focused = () => page.evaluate(focusedName);
  const reached: string[] = [];
  for (let i = 0; i < 12 && !reached.includes('J-1042'); i++) {
    await page.keyboard.press('Tab');
    reached.push(await focused());
  }
  expect(reached[0]).toBe('Skip to jobs');
  expect(reached).toContain('J-1042');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'J-1042' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.locator('dialog :focus').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused()).toBe('J-1042');
});

it('says so when the record of an address is not there', async () => {
  await open();
  await page.goto(`${box.origin}/#/jobs/none`);
  await expect.poll(() => page.getByRole('dialog').innerText()).toContain('No job has this id.');
});

it.each([
  ['light', 360],
  ['dark', 360],
  ['light', 1360],
  ['dark', 1360],
] as const)('fits and can be read in %s at %i px', async (colorScheme, width) => {
  box.readers.calls.push(sampleCall());
  box.readers.jobs.push(sampleJob());
  for (const change of callInProgress) box.feed.publish(change);
  await open({ colorScheme, width, height: 740 });
  await page.locator('.job').waitFor();
  for (const place of ['', `#/calls/${CALL}`, `#/jobs/${sampleJob().id}`]) {
    await page.goto(`${box.origin}/${place}`);
    if (place !== '') await page.getByRole('dialog').locator('.facts').waitFor();
    expect(await page.evaluate(sidewaysScroll)).toEqual([]);
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(await page.evaluate(smallTargets)).toEqual([]);
  }
});
