import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '#fixtures/database/postgres-server.ts';
import { openDemoOffice } from '../tests/integration/demo-office.ts';
import { businessTime } from '../tests/integration/many/business-time.ts';
import { bookingClients, bookMany, makeNarrow, type Outcome } from '../tests/integration/many/run.ts';

const HELP = `usage: scripts/node benchmarks/bookings.ts [--database sqlite|postgres] [--seeds 50] [--first 1] [--callers 200] [--processes 8] [--kills 2] [--limit SECONDS]

Callers of one shop, served by several processes at once that book, hold, move and cancel; some of them are killed. Everything that
was written is checked by the rows alone. PostgreSQL is started by this program, from Debian's package, with fsync on.
`;

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    seeds: { type: 'string', default: '50' },
    first: { type: 'string', default: '1' },
    callers: { type: 'string', default: '200' },
    processes: { type: 'string', default: '8' },
    kills: { type: 'string', default: '2' },
    limit: { type: 'string', default: '900' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const onPostgres = values.database === 'postgres';
const server = onPostgres ? await startPostgres() : null;
if (server !== null)
  Object.assign(process.env, { PILOT_TEST_DATABASE: 'postgres', PILOT_TEST_POSTGRES: server.folder });

const clients = bookingClients(Number(values.processes));
const runSeed = async (seed: number): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'bookings-'));
  const now = businessTime(folder);
  const office = await openDemoOffice({ now, monotonic: now, move: () => undefined }, folder);
  await makeNarrow(office.shop);
  await office[Symbol.asyncDispose]();
  const { callers, kills } = values;
  const outcome = await bookMany(folder, clients, { seed, callers: Number(callers), kills: Number(kills) });
  rmSync(folder, { recursive: true });
  return outcome;
};

const started = performance.now();
const outcomes: Outcome[] = [];
for (let i = 0; i < Number(values.seeds); i++) {
  if (performance.now() - started > Number(values.limit) * 1000) break;
  const seed = Number(values.first) + i;
  const outcome = await runSeed(seed);
  outcomes.push(outcome);
  const { faults, ...found } = outcome;
  process.stdout.write(`seed ${seed}: ${JSON.stringify({ ...found, seconds: Math.round(found.seconds * 10) / 10 })}\n`);
  for (const fault of faults) process.stdout.write(`  FAULT ${fault}\n`);
}
await clients[Symbol.asyncDispose]();
await server?.[Symbol.asyncDispose]();

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
const seconds = sum((one) => one.seconds);
process.stdout.write(
  `${values.database}, ${outcomes.length} seeds: ${sum(({ visits }) => visits)} bookings, ${sum(({ moved }) => moved)} moved, ` +
    `${sum(({ cancelled }) => cancelled)} cancelled, ${sum(({ holds }) => holds)} holds (${sum(({ expired }) => expired)} ran out, ` +
    `${sum(({ reused }) => reused)} of their times went to others), ${sum(({ refused }) => refused)} refused; ` +
    `${sum(({ answers }) => answers)} answers in ${Math.round(seconds)} s, ${(sum(({ answers }) => answers) / seconds).toFixed(1)} a second; ` +
    `${sum(({ faults }) => faults.length)} faults\n`,
);
process.exit(outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0);
