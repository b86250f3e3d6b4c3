import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLog } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { TurnTiming } from '#shared/api/records.ts';
import { callFreshBox } from '../demo/call-report.ts';

const HELP = `Usage: scripts/node benchmarks/voice-to-voice.ts [--seeds A..B] [--at-once N] [--json]

From the caller's last speech sample to the first sample of the answer itself, taken from RTP at the caller's side, over
seeded calls to a fresh box each on the bench path. Fillers and comfort noise do not count, the wait for the end of the
turn does, and so does the caller's own jitter buffer. The stages are the box's own, from its records.

  --seeds A..B  the callers (1..20)
  --at-once N   calls at the same time, each to a box of its own (1)
  --json        one JSON object on stdout instead of text`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1..20' },
    'at-once': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const range = /^(\d+)\.\.(\d+)$/.exec(values.seeds);
const [from, to] = [Number(range?.[1]), Number(range?.[2])];
if (!range || to < from || to - from > 999) {
  console.error('voice-to-voice: --seeds takes a range like 1..20. See --help.');
  process.exit(64);
}

const atOnce = Number(values['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > 20) {
  console.error('voice-to-voice: --at-once takes a number from 1 to 20. See --help.');
  process.exit(64);
}

const STAGES = ['endpointMs', 'sttMs', 'decideMs', 'commitMs', 'ttsMs', 'firstPacketMs', 'voiceToVoiceMs'] as const;

/** The nearest-rank percentile, rounded; null without samples. */
const percentile = (samples: readonly number[], share: number): number | null => {
  const ordered = samples.toSorted((a, b) => a - b);
  const value = ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)];
  return value === undefined ? null : Math.round(value);
};
const shape = (samples: readonly number[]) => ({
  count: samples.length,
  p50: percentile(samples, 0.5),
  p95: percentile(samples, 0.95),
  max: percentile(samples, 1),
});

const log = openLog('voice-to-voice', 'error');
const folder = await mkdtemp(join(tmpdir(), 'voice-to-voice-'));
const gaps: number[] = [];
const timings: TurnTiming[] = [];
const failures: { seed: number; cause: string }[] = [];
const started = performance.now();
const endings: Record<string, number> = {};
let next = from;
const ringOn = async (): Promise<void> => {
  while (next <= to) {
    const seed = next++;
    try {
      const { result, call, grade } = await callFreshBox(seed, join(folder, String(seed)), log);
      const ending = `${grade.ending}${grade.harmful ? ', a wrong field confirmed' : ''}`;
      endings[ending] = (endings[ending] ?? 0) + 1;
      gaps.push(...result.turns.flatMap(({ voiceToVoiceMs }) => voiceToVoiceMs ?? []));
      timings.push(...call.timings);
      if (!values.json) console.error(`seed ${seed}: ${result.turns.length} turns, ${ending}`);
    } catch (error) {
      failures.push({ seed, cause: messageOf(error) });
    }
  }
};
try {
  await Promise.all(Array.from({ length: atOnce }, ringOn));
} finally {
  await rm(folder, { recursive: true, force: true });
}

const stages = Object.fromEntries(
  STAGES.map((stage) => [stage, shape(timings.flatMap((timing) => timing[stage] ?? []))]),
);
const report = {
  benchmark: 'voice-to-voice',
  seeds: values.seeds,
  atOnce,
  endings,
  seconds: Math.round((performance.now() - started) / 1000),
  atCallersRtp: shape(gaps),
  goal: { p50: 900, p95: 1500 },
  stages,
  failures,
};
if (values.json) console.log(JSON.stringify(report));
else {
  const row = (name: string, { count, p50, p95, max }: ReturnType<typeof shape>): string =>
    `${name.padEnd(22)}${[count, p50, p95, max].map((value) => String(value ?? '-').padStart(8)).join('')}`;
  console.log(`${''.padEnd(22)}${['turns', 'p50', 'p95', 'max'].map((name) => name.padStart(8)).join('')}   (ms)`);
  console.log(row("at the caller's RTP", report.atCallersRtp));
  for (const stage of STAGES) console.log(row(`  ${stage.replace(/Ms$/, '')}`, stages[stage] ?? shape([])));
  console.log(`endings: ${JSON.stringify(endings)}; ${report.seconds} s, ${atOnce} at once`);
  for (const { seed, cause } of failures) console.log(`seed ${seed} failed: ${cause}`);
}
const { p50, p95 } = report.atCallersRtp;
process.exitCode = p50 !== null && p95 !== null && p50 <= 900 && p95 <= 1500 && failures.length === 0 ? 0 : 1;
