/**
 * How long the rule reader takes for one line, over the labelled utterances of the tests.
 *   scripts/node benchmarks/read.ts [--json] [--rounds N] [--set PATH] [--playbook NAME]
 */
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadUtterances } from '#cli/read-set.ts';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from '#core/directory.ts';
import { loadPlaybook } from '#core/playbooks.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '10' },
    set: { type: 'string', default: fileURLToPath(new URL('../tests/fixtures/utterances', import.meta.url)) },
    playbook: { type: 'string', default: 'all' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log('read [--json] [--rounds N] [--set PATH] [--playbook NAME]: milliseconds a line; goal p95 below 2');
  process.exit(0);
}

const lines = loadUtterances(values.set);
const reader = createReader({
  directory: loadDirectory({ home: { state: 'OH' } }),
  playbook: loadPlaybook(values.playbook),
});
const read = (text: string): number => {
  const began = performance.now();
  reader.read(text, { expect: 'open', now: Date.now(), zone: 'America/New_York', offered: [] });
  return performance.now() - began;
};
for (let round = 0; round < 3; round++) for (const { text } of lines) read(text);
const took = Array.from({ length: Number(values.rounds) }, () => lines.map(({ text }) => read(text)))
  .flat()
  .toSorted((a, b) => a - b);
const at = (share: number): number => Number((took[Math.floor(share * (took.length - 1))] ?? 0).toFixed(3));
const load = loadavg()[0] ?? 0;
const figures = {
  lines: lines.length,
  readings: took.length,
  p50: at(0.5),
  p95: at(0.95),
  p99: at(0.99),
  max: at(1),
  load,
};
console.log(
  values.json === true
    ? JSON.stringify(figures)
    : `${figures.readings} readings of ${figures.lines} lines: p50 ${figures.p50} ms, p95 ${figures.p95} ms, p99 ${figures.p99} ms, max ${figures.max} ms (load ${load.toFixed(1)})`,
);
