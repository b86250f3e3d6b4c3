import { parseArgs } from 'node:util';
import { startPostgres } from '#fixtures/database/postgres-server.ts';
import { bookingClients, type Outcome } from '../tests/integration/many/run.ts';
import { bookSeed, callSeed } from '../tests/integration/many/seed.ts';
import { callingClients } from '../tests/integration/many/through-core.ts';

const HELP = `usage: scripts/node benchmarks/bookings.ts [--through store|core] [--database sqlite|postgres] [--seeds 50] [--first 1] [--callers 200]
         [--processes 8] [--kills 2] [--core-kills 3] [--jobs 1] [--limit SECONDS] [--json]

Callers of one shop, served by several processes at once that book, hold, move and cancel; some of them are killed. Everything that
was written is checked by the rows alone. Through the store each process works on the database itself (PostgreSQL is started by this program,
from Debian's package, with fsync on). Through core the callers talk, in text over the voice link, to one running core on SQLite, which is
killed too, and what they heard is held against the rows. --jobs runs so many seeds at once. Progress goes to stderr.
`;
const { values } = parseArgs({
  options: {
    through: { type: 'string', default: 'store' },
    database: { type: 'string', default: 'sqlite' },
    seeds: { type: 'string', default: '50' },
    first: { type: 'string', default: '1' },
    callers: { type: 'string', default: '200' },
    processes: { type: 'string', default: '8' },
    kills: { type: 'string', default: '2' },
    'core-kills': { type: 'string', default: '3' },
    jobs: { type: 'string', default: '1' },
    limit: { type: 'string', default: '900' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const onPostgres = values.through === 'store' && values.database === 'postgres';
const server = onPostgres ? await startPostgres() : null;
if (server !== null)
  Object.assign(process.env, { PILOT_TEST_DATABASE: 'postgres', PILOT_TEST_POSTGRES: server.folder });

const throughCore = values.through === 'core';
const [callers, processes, kills] = [values.callers, values.processes, values.kills].map(Number) as [
  number,
  number,
  number,
];
const started = performance.now();
const limit = Number(values.limit) * 1000;
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.first) + i);
const outcomes: Outcome[] = [];
let longest = 0;

/** One seed after the other, until none is left or the time is up. */
const work = async (): Promise<void> => {
  await using clients = throughCore ? callingClients(processes) : bookingClients(processes);
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const began = performance.now();
    if (began + longest - started > limit) return;
    const outcome = throughCore
      ? await callSeed(clients, { seed, callers, clientKills: kills, coreKills: Number(values['core-kills']) })
      : await bookSeed(clients, { seed, callers, kills });
    longest = Math.max(longest, performance.now() - began);
    outcomes.push(outcome);
    const { faults, sentAway: _calls, ...found } = outcome;
    const told = JSON.stringify({ ...found, seconds: Math.round(found.seconds * 10) / 10 });
    process.stderr.write(`seed ${seed}: ${told}\n${faults.map((fault) => `  FAULT ${fault}\n`).join('')}`);
  }
};
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
await server?.[Symbol.asyncDispose]();

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
const total = {
  through: throughCore ? 'core' : values.database,
  seeds: outcomes.length,
  visits: sum(({ visits }) => visits),
  moved: sum(({ moved }) => moved),
  cancelled: sum(({ cancelled }) => cancelled),
  holds: sum(({ holds }) => holds),
  expired: sum(({ expired }) => expired),
  reused: sum(({ reused }) => reused),
  refused: sum(({ refused }) => refused),
  unjudged: sum(({ unjudged }) => unjudged),
  answers: sum(({ answers }) => answers),
  seconds: Math.round((performance.now() - started) / 1000),
  servingSeconds: Math.round(sum(({ seconds }) => seconds)),
  faults: sum(({ faults }) => faults.length),
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(total)}\n`
    : `${total.through}, ${total.seeds} seeds in ${total.seconds} s: ${total.visits} bookings, ${total.moved} moved, ${total.cancelled} cancelled, ` +
        `${total.holds} holds (${total.expired} ran out, ${total.reused} of their times went to others), ${total.refused} refused (${total.unjudged} not judged); ` +
        `${total.answers} answers in ${total.servingSeconds} s, ${(total.answers / total.servingSeconds).toFixed(1)} a second; ${total.faults} faults\n`,
);
process.exit(total.faults > 0 ? 1 : 0);
