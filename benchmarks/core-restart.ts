import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CoreProcess } from '#fakes/core-process.ts';
import { TextPhone } from '#fakes/text-phone.ts';

const HELP = `usage: scripts/node benchmarks/core-restart.ts [--runs N] [--json]

Kills core (SIGKILL) while a caller waits for an answer, starts it again at once as the supervisor does, and measures
from the kill to the first command that reaches the phone. The caller has just spoken, so that an answer is due.
`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

const once = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-restart-'));
  const core = new CoreProcess(folder, '2026-03-04T20:10:00-05:00');
  let spoken = 0;
  const { promise, resolve } = Promise.withResolvers<number>();
  let killedAt = 0;
  const phone = new TextPhone({
    socketPath: core.socketPath,
    from: '9375550142',
    answer: () => {
      spoken++;
      if (spoken === 1) return 'my ac stopped cooling';
      if (killedAt > 0) resolve(performance.now());
      return spoken === 2 ? 'no' : null;
    },
  });
  try {
    phone.ring();
    // Ends itself when the second answer of the caller has arrived and nothing is decided yet.
    await core.start('speech.final.received#2');
    await core.gone();
    killedAt = performance.now();
    await core.start();
    return (await promise) - killedAt;
  } finally {
    phone.close();
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const times: number[] = [];
for (let i = 0; i < Number(values.runs); i++) {
  times.push(await once());
  if (!values.json) process.stderr.write(`\r${i + 1}/${values.runs}`);
}
times.sort((a, b) => a - b);
const result = {
  runs: times.length,
  p50: Math.round(quantile(times, 0.5)),
  p95: Math.round(quantile(times, 0.95)),
  max: Math.round(times.at(-1) ?? 0),
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(result)}\n`
    : `\nkill to first command, ms: p50 ${result.p50}, p95 ${result.p95}, max ${result.max} (${result.runs} runs)\n`,
);
