import { parseArgs } from 'node:util';
import type { Figures } from './turn-overhead/figures.ts';
import { LINES, measureOurs } from './turn-overhead/ours.ts';
import { measurePeer } from './turn-overhead/peer.ts';

const HELP = `usage: scripts/node benchmarks/turn-overhead.ts [--calls 1,10,20] [--scripts N] [--peer] [--json]

Our own share of a turn: from the final text of what the caller said to the first sound handed to the line, with a recognizer
and a voice that take no time. Ours reads, decides, and commits each turn to a database on disk (synchronous=FULL) in a process
of its own. All calls speak at the same instant.

  --calls LIST   how many calls at once (default 1,10,20)
  --scripts N    how often the calls' eleven turns are gone through (default 2)
  --peer         also measures @livekit/agents, with no room, no job and no voice activity detection, its models replaced by
                 ones that take no time; installed into a temporary folder first, which needs an npm registry
  --json         figures only
`;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1,10,20' },
    scripts: { type: 'string', default: '2' },
    peer: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const scripts = Number(values.scripts);
const counts = values.calls.split(',').map(Number);
if (!counts.every((count) => Number.isInteger(count) && count > 0) || !(Number.isInteger(scripts) && scripts > 0)) {
  process.stderr.write(
    'turn-overhead: --calls takes whole numbers with commas between, --scripts a whole number. See --help.\n',
  );
  process.exit(64);
}

const results: { who: string; figures: Figures }[] = [];
const tell = (who: string, figures: Figures): void => {
  results.push({ who, figures });
  const { calls, turns, p50, p95, max } = figures;
  if (!values.json)
    process.stdout.write(
      `${who.padEnd(20)} ${calls} at once: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${turns} turns)\n`,
    );
};

for (const count of counts) tell('pilotlight', await measureOurs(count, scripts));
if (values.peer)
  for (const figures of await measurePeer(counts, scripts * LINES.length)) tell('@livekit/agents', figures);
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
