import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreProcess } from '#fakes/core-process.ts';
import type { BusinessStore } from '#store/store.ts';
import { handClock, openDemoOffice } from '../demo-office.ts';
import { askedInCalls } from './asked.ts';
import { businessTime } from './business-time.ts';
import { checkBookings } from './checker.ts';
import type { Clients } from './clients.ts';
import { keepHistory } from './history.ts';
import { bookMany, type ManyBookings, type Outcome } from './run.ts';
import { callMany, type ManyCalls } from './through-core.ts';
import { checkTold } from './told.ts';

/** A narrow shop, so that callers meet: few days ahead, a drive between any two visits, a tenth kept for emergencies. */
export const makeNarrow = (shop: BusinessStore, horizonDays = 3): Promise<void> =>
  shop.transaction(async (tx) => {
    const row = await tx.db.selectFrom('businesses').select('settings').executeTakeFirstOrThrow();
    const promises = { driveMinutes: 15, bufferMinutes: 5, overtimeMinutes: 60, emergencyOvertimeMinutes: 120 };
    const settings = { ...(JSON.parse(row.settings) as object), horizonDays, emergencyReserve: 0.1, promises };
    await tx.db
      .updateTable('businesses')
      .set({ settings: JSON.stringify(settings) })
      .execute();
  });

/** One run of callers whose clients work on the database themselves, on a narrow shop of its own. */
export const bookSeed = async (clients: Clients, run: ManyBookings): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'bookings-'));
  const now = businessTime(folder);
  const office = await openDemoOffice({ now, monotonic: now, move: () => undefined }, folder);
  await makeNarrow(office.shop);
  await office[Symbol.asyncDispose]();
  const outcome = await bookMany(folder, clients, run);
  rmSync(folder, { recursive: true });
  return outcome;
};

/** What came of a run through core. */
export interface CalledOutcome extends Outcome {
  readonly calls: number;
  /** How often core died. */
  readonly deaths: number;
}

const DATES = ['2026-11-23', '2026-11-24'] as const;

/**
 * One run of callers who talk to a core of their own, on a narrow shop of its own.
 * @param horizonDays the fewer, the sooner there is no time
 */
export const callSeed = async (clients: Clients, run: ManyCalls, horizonDays = 3): Promise<CalledOutcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  const office = await openDemoOffice(handClock(), folder);
  await makeNarrow(office.shop, horizonDays);
  await office[Symbol.asyncDispose]();
  await keepHistory(folder);
  const core = new CoreProcess(folder, `${DATES[0]}T06:30:00-05:00`);
  await core.start();
  const called = await callMany(core, clients, run);
  await core.stop();
  const findings = await checkBookings(folder, await askedInCalls(folder));
  const told = await checkTold(folder, called, DATES, findings.sentAway);
  const faults = [...called.faults, ...findings.faults, ...told];
  if (faults.length === 0) rmSync(folder, { recursive: true });
  return {
    ...findings,
    faults: faults.length === 0 ? [] : [...faults, `the rows are kept in ${folder}`, core.log],
    told: called.calls.filter((call) => call.told.some(({ kind }) => kind === 'booked')).length,
    seconds: called.seconds,
    answers: called.answers,
    calls: called.calls.length,
    deaths: core.deaths.filter((signal) => signal === 'SIGKILL').length,
  };
};
