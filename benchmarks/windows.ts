/**
 * How long the question for windows takes through the store, rows read included: a shop of 30 technicians whose next 14 days
 * are three quarters promised, every place located. The second figure is a claim: judged and taken in its transaction.
 *   scripts/node benchmarks/windows.ts [--rounds N] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { silentLog } from '../appliance/observe/log.ts';
import { Random } from '../appliance/schedule/plan/random.ts';
import { daysFrom, instantOf, localDate } from '../appliance/schedule/local-time.ts';
import { parseWindowId } from '../appliance/schedule/window.ts';
import { newId } from '../appliance/shared/ids.ts';
import { addHold } from '../appliance/store/jobs/hold.ts';
import { claim } from '../appliance/store/schedule/claim.ts';
import { findWindows } from '../appliance/store/schedule/find.ts';
import { needOf } from '../appliance/store/schedule/needs.ts';
import { writeTaken } from '../appliance/store/schedule/seats.ts';
import type { Tx } from '../appliance/store/scope.ts';
import { seedDemoShop } from '../appliance/store/seed/demo-shop.ts';
import { findServiceType } from '../appliance/store/shop/service-type.ts';
import { openStore } from '../appliance/store/store.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log('windows [--rounds N] [--json]: goal p95 under 50 ms, 30 technicians, 14 days, through the store');
  process.exit(0);
}

const TECHNICIANS = 30;
const DAYS = 14;
const rounds = Number(values.rounds);
const random = new Random(1);
const now = Date.parse('2026-11-23T12:00:00Z');
const point = (): [number, number] => [-83.9 + 0.3 * random.unit(), 39.8 + 0.25 * random.unit()];
const folder = mkdtempSync(join(tmpdir(), 'windows-'));
const clock = { now: () => now, monotonic: () => performance.now() };
const WANTED = { date: null, fromHour: null, toHour: null, exclude: [] };

/** Technicians beside the demo shop's four, so that there are thirty; all of them at home somewhere in town. */
const hire = async (tx: Tx): Promise<readonly string[]> => {
  const { businessId: business_id } = tx;
  for (let i = 4; i < TECHNICIANS; i++) {
    const id = newId(now);
    await tx.db
      .insertInto('technicians')
      .values({ business_id, id, name: `Technician ${i}`, phone: '', skills: '["hvac","plumbing"]', active: 1 })
      .execute();
    for (let weekday = 1; weekday <= 6; weekday++)
      await tx.db
        .insertInto('shifts')
        .values({
          business_id,
          id: newId(now),
          technician_id: id,
          weekday,
          date: null,
          kind: 'available',
          starts: '08:00',
          ends: '17:00',
        })
        .execute();
  }
  const people = await tx.db.selectFrom('technicians').select('id').execute();
  for (const { id } of people) {
    const [home_lon, home_lat] = point();
    await tx.db.updateTable('technicians').set({ home_lon, home_lat }).where('id', '=', id).execute();
  }
  return people.map(({ id }) => id);
};

/** One promised visit of an hour, with its customer, place and job. */
const promise = async (tx: Tx, technicianId: string, serviceId: string, date: string, hour: number, n: number) => {
  const { businessId: business_id } = tx;
  const [customer, location, job, visit] = [newId(now), newId(now), newId(now), newId(now)];
  const [starts, ends] = [hour, hour + 2].map((one) => `${String(one).padStart(2, '0')}:00`) as [string, string];
  const startsAt = instantOf(date, starts, 'America/New_York');
  const [lon, lat] = point();
  await tx.db
    .insertInto('customers')
    .values({ business_id, id: customer, name: `Customer ${n}`, name_confirmed: 1, created_at: now })
    .execute();
  await tx.db
    .insertInto('locations')
    .values({
      business_id,
      id: location,
      customer_id: customer,
      house_number: String(n),
      street: 'Elm Street',
      unit: null,
      city: 'Springfield',
      state: 'OH',
      zip: null,
      zone: 'America/New_York',
      address_key: `${n} elm street`,
      confirmed: 1,
      lon,
      lat,
    })
    .execute();
  await tx.db
    .insertInto('jobs')
    .values({
      business_id,
      id: job,
      number: n,
      customer_id: customer,
      location_id: location,
      service_type_id: serviceId,
      quote_id: null,
      call_id: null,
      problem: '',
      details: '[]',
      urgency: 'routine',
      after_hours: 0,
      status: 'scheduled',
      contact_name: '',
      contact_name_confirmed: 0,
      contact_phone: '',
      contact_phone_confirmed: 0,
      unconfirmed: '[]',
      created_at: now,
    })
    .execute();
  await tx.db
    .insertInto('visits')
    .values({
      business_id,
      id: visit,
      job_id: job,
      date,
      window_start: starts,
      window_end: ends,
      zone: 'America/New_York',
      starts_at: startsAt,
      ends_at: startsAt + 7_200_000,
      minutes: 60,
      after_hours: 0,
      status: 'scheduled',
      gate_code: null,
      access: null,
      pets: null,
    })
    .execute();
  const taken = { technicianId, date, slot: `${date}T${starts}/${ends}`, startsAt, endsAt: startsAt + 3_600_000 };
  await writeTaken(tx, { ...taken, fixed: false }, { callId: null, visitId: visit, expiresAt: null });
};

/** Sorted wall times, and the processor's share of one, ms: on a machine that does other work too they differ. */
const timed = async (work: (round: number) => Promise<unknown>) => {
  for (let i = 0; i < 5; i++) await work(i);
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const began = performance.now();
    await work(i);
    times.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  return { times: times.toSorted((a, b) => a - b), cpu: (user + system) / 1000 / rounds };
};

try {
  await using store = await openStore({ file: join(folder, 'pilot.db'), clock, log: silentLog() });
  const shop = await seedDemoShop(store);
  const visits = await shop.transaction(async (tx) => {
    const people = await hire(tx);
    const service = await findServiceType(tx, 'no_cooling');
    let n = 0;
    for (const { date } of daysFrom(localDate(now, 'America/New_York'), DAYS))
      for (const id of people)
        for (const hour of [8, 10, 13, 15].filter(() => random.unit() < 0.75))
          await promise(tx, id, service?.id ?? '', date, hour, ++n);
    return n;
  });
  const ask = async (tx: Tx) => {
    const service = await findServiceType(tx, 'no_cooling');
    if (service === null) throw new Error('no such service');
    return needOf(tx, service, 'routine', { location: point(), preferred: [] }, now);
  };
  const found = await timed(() => shop.transaction(async (tx) => findWindows(tx, await ask(tx), WANTED, 8, [])));
  const claimed = await timed((round) =>
    shop.transaction(async (tx) => {
      const need = await ask(tx);
      const day = [...daysFrom('2026-11-24', 10)][round % 10]?.date ?? '';
      const window = parseWindowId(`${day}T10:00/12:00`);
      if (window === null) return;
      const got = await claim(tx, { need, window, except: [] });
      const expiresAt = now + 60_000;
      if (typeof got !== 'string') await addHold(tx, got, { location: need.location, callId: null, expiresAt });
    }),
  );
  const load = loadavg()[0]?.toFixed(1);
  const at = (sorted: readonly number[], share: number): string =>
    (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(1);
  if (values.json) console.log(JSON.stringify({ load, rounds, visits, found, claimed }));
  else
    for (const [name, { times: sorted, cpu }] of Object.entries({ windows: found, 'claim and hold': claimed }))
      console.log(
        `${name}: p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, max ${at(sorted, 0.999)} ms, ${cpu.toFixed(1)} ms of processor time each (${visits} visits, ${rounds} rounds, load ${load})`,
      );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
