import { parseArgs } from 'node:util';
import {
  CALLER_VOICES,
  FLITE_VOICES,
  playTurn,
  seededTurn,
  TURN_KINDS,
  type TurnKind,
  type TurnResult,
} from '#fakes/rehearsal/seeded-turns.ts';
import { hasFlite } from '#fakes/rehearsal/spoken.ts';
import { SteadyHearing } from '#fakes/rehearsal/steady-hearing.ts';
import { silentLog } from '#observe/log.ts';
import { benchModel } from '#voice/speech/engines.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { echoGuardCost } from './turn-taking/echo-guard-cost.ts';

const HELP = `Usage: scripts/node benchmarks/turn-taking.ts [--count N] [--first SEED] [--kind KIND] [--json]

Seeded turns of synthesized callers (espeak-ng, and flite where it is installed) over G.711 through the bench recognizer, against the
real ear, floor, mouth and playout queue. Time is counted in sound, so the figures do not depend on the machine:

  echo         our own voice at -12 to -30 dB, 80 to 400 ms late, and no caller: we must not stop for it
  backchannel  "mm-hmm", "okay" and the like while we speak and before our question: we must go on
  slow_digits  a phone number with 1 to 1.8 s between its groups: it must come to its end in one turn
  barge_in     words into our sentence: the caller's first sound to our last, and we must give way

Half of the callers who speak while we do have our own voice in their microphone, too. The recognizer's answers come 60 ms after
the sound. What the echo guard costs is CPU time of this machine.

  --count N     turns of each kind (50)
  --first SEED  the first seed (1)
  --kind KIND   only these turns
  --json        one JSON object on stdout instead of text`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50' },
    first: { type: 'string', default: '1' },
    kind: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const count = Number(values.count);
const first = Number(values.first);
const kinds = TURN_KINDS.filter((kind) => values.kind === undefined || kind === values.kind);
if (!Number.isInteger(count) || count < 1 || count > 5000 || !Number.isInteger(first) || kinds.length === 0) {
  console.error(
    `turn-taking: --count takes 1 to 5000, --first a whole number, --kind one of ${TURN_KINDS.join(', ')}. See --help.`,
  );
  process.exit(64);
}

/** Most turns of a kind that may fail, as a share. */
const GOALS: Record<TurnKind, number> = { echo: 0, backchannel: 0.1, slow_digits: 0.05, barge_in: 0 };
const SILENT_WITHIN_MS = 200;

const flite = await hasFlite();
const voices = flite ? [...CALLER_VOICES, ...FLITE_VOICES] : CALLER_VOICES;
const hearing = new SteadyHearing(await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() }));
const results: TurnResult[] = [];
try {
  for (const kind of kinds)
    for (let seed = first; seed < first + count; seed++) {
      const result = await playTurn(await seededTurn(kind, seed, voices), hearing);
      results.push(result);
      if (result.failed && !values.json)
        console.error(`${kind} ${seed} failed: "${result.words}", heard ${JSON.stringify(result.heard)}`);
    }
} finally {
  await hearing.close();
}

const gaps = results.flatMap(({ silentAfterMs }) => silentAfterMs ?? []).toSorted((a, b) => a - b);
/** The nearest-rank percentile. */
const percentile = (share: number): number | null => gaps[Math.max(0, Math.ceil(share * gaps.length) - 1)] ?? null;
const figures = kinds.map((kind) => {
  const mine = results.filter((result) => result.kind === kind);
  const failed = mine.filter((result) => result.failed).length;
  const paused = mine.filter(({ pauses }) => pauses > 0).length;
  return { kind, turns: mine.length, failed, share: failed / mine.length, paused, goal: GOALS[kind] };
});
const report = {
  benchmark: 'turn-taking',
  flite,
  figures,
  bargeInMs: { p50: percentile(0.5), p95: percentile(0.95), max: percentile(1), goal: { p95: SILENT_WITHIN_MS } },
  echoGuardUs: await echoGuardCost(),
};
if (values.json) console.log(JSON.stringify(report));
else {
  for (const { failed, goal, kind, paused, share, turns } of figures)
    console.log(
      `${kind}: ${failed} of ${turns} failed (${(100 * share).toFixed(1)} %, goal ${100 * goal} %); we paused in ${paused}`,
    );
  const { max, p50, p95 } = report.bargeInMs;
  if (p50 !== null)
    console.log(`barge-in to silence, ms of sound: p50 ${p50}, p95 ${p95}, max ${max} (goal p95 ${SILENT_WITHIN_MS})`);
  const { echo, caller, silence } = report.echoGuardUs;
  console.log(
    `echo guard, CPU µs a frame of 20 ms: ${silence} while we are silent, ${echo} on our echo, ${caller} on a caller over us`,
  );
}
const slow = report.bargeInMs.p95 !== null && report.bargeInMs.p95 > SILENT_WITHIN_MS;
process.exitCode = slow || figures.some(({ goal, share }) => share > goal) ? 1 : 0;
