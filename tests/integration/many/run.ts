import { join } from 'node:path';
import { seededRandom } from '#drills/random.ts';
import { businessTime, letDayPass } from './business-time.ts';
import { type Asked, askedByClients } from './asked.ts';
import { checkBookings, type Findings } from './checker.ts';
import { type Client, Clients } from './clients.ts';
import { keepHistory } from './history.ts';
import { openRows } from '#fixtures/database/which.ts';

/** Processes that book directly on the database; they serve one `bookMany` after the other. */
export const bookingClients = (processes: number): Clients =>
  new Clients(join(import.meta.dirname, '..', 'many-bookings-process.ts'), processes);

export interface ManyBookings {
  readonly seed: number;
  readonly callers: number;
  /** Clients that are killed at a random moment. */
  readonly kills: number;
}

export interface Outcome extends Findings {
  /** Bookings that were told, and those that a client may have died over before it could tell. */
  readonly told: number;
  /** From the first question to the end of the last client. */
  readonly seconds: number;
  /** Answers to what was asked or wanted, each a transaction. */
  readonly answers: number;
}

type Line =
  | { readonly asked: Asked }
  | { readonly done: { readonly call: string } }
  | { readonly booked: { readonly call: string; readonly job: string } }
  | { readonly cancelled: { readonly call: string; readonly job: string } };

/**
 * Callers of one shop, served by several processes at once, some of which are killed. Half of the callers ring a day later.
 * @param folder of an office with the demo shop, which nobody else has open
 */
export const bookMany = async (
  folder: string,
  clients: Clients,
  { seed, callers, kills }: ManyBookings,
): Promise<Outcome> => {
  businessTime(folder);
  await keepHistory(folder);
  const random = seededRandom(seed);
  const processes = clients.all.length;
  const share = Math.ceil(callers / processes);
  const victims = new Set(Array.from({ length: kills }, () => random.integer(0, processes - 1)));
  const asked = new Map<string, Asked>();
  const booked = new Map<string, string>();
  const cancelled = new Map<string, string>();
  const served = Array.from({ length: processes }, () => new Set<string>());
  const gone = new Set<number>();
  const faults: string[] = [];
  let answers = 0;
  let passed = false;
  const letPass = (): void => {
    if (passed || !served.every((calls, i) => gone.has(i) || calls.size >= Math.ceil(share / 2))) return;
    passed = true;
    letDayPass(folder);
  };
  let started: number | null = null;
  const serve = async (client: Client, index: number): Promise<void> => {
    const victim = victims.has(index);
    let left = victim ? random.integer(5, share * 4) : Number.POSITIVE_INFINITY;
    const work = { folder, seed, first: 1 + index * share, count: share };
    const end = await client.serve<Line>(work, (line) => {
      started ??= performance.now();
      if ('asked' in line) {
        asked.set(`${line.asked.call} ${line.asked.key}`, line.asked);
        served[index]?.add(line.asked.call);
      } else if ('done' in line) answers += 1;
      else if ('booked' in line) booked.set(line.booked.call, line.booked.job);
      else cancelled.set(line.cancelled.call, line.cancelled.job);
      left -= 1;
      if (left <= 0) client.kill();
      letPass();
    });
    gone.add(index);
    letPass();
    if (end !== null && !(victim && end.signal === 'SIGKILL')) faults.push(`a client ended with ${end.complaint}`);
  };
  await Promise.all(clients.all.map(serve));
  const seconds = (performance.now() - (started ?? performance.now())) / 1000;
  const findings = await checkBookings(folder, askedByClients(asked));
  return {
    ...findings,
    faults: [...faults, ...findings.faults, ...(await checkTold(folder, booked, cancelled, victims.size))],
    told: booked.size,
    answers,
    seconds,
  };
};

/** Whatever was told stands, once; what stands and was not told is what a killed client could not tell any more. */
const checkTold = async (
  folder: string,
  booked: ReadonlyMap<string, string>,
  cancelled: ReadonlyMap<string, string>,
  killed: number,
): Promise<string[]> => {
  await using db = await openRows(folder);
  const jobs = await db.all<{ number: number; call_id: string; status: string }>(
    'select number, call_id, status from jobs',
  );
  const of = Map.groupBy(jobs, ({ call_id }) => call_id);
  const faults = [...booked].flatMap(([call, number]) => {
    const own = of.get(call) ?? [];
    return own.length === 1 && `J-${own[0]?.number}` === number
      ? []
      : [`${call} was told ${number} and has ${own.length} jobs`];
  });
  for (const [call, number] of cancelled)
    if (of.get(call)?.[0]?.status !== 'cancelled')
      faults.push(`${call} was told that ${number} is cancelled, and it is not`);
  if (jobs.length - booked.size > killed) faults.push(`${jobs.length} jobs, ${booked.size} were told`);
  return faults;
};
