import { loadPlaybook } from '#core/playbooks.ts';
import { endBoxes } from '#drills/box.ts';
import type { DrillReport } from '#drills/drill.ts';
import { runAllByTelephone } from '#drills/audio/audio-pool.ts';
import { runAll } from '#drills/pool.ts';
import { loadScenarios } from '#drills/scenario/read.ts';
import { isGood, totalsOf } from '#drills/summary.ts';
import { lineOf, summaryOf, transcriptOf } from '#drills/terminal.ts';
import { completePlaybook } from '#shared/config/playbook.ts';
import { PilotError } from '#shared/errors.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';
import { modelsIn } from './models-in.ts';

const HELP = `usage: pilot drill FILE|FOLDER [--repeat N] [--seed N] [--jobs N] [--playbook NAME|FILE|all] [--llm FILE] [--audio] [--json] [--verbose]

A simulated caller plays scenarios against the real core, each on a fresh invented shop, and each is graded by what is
left in the database: every row that was wanted and no other, what was said and what must not be, turns and silences.
A drill that ends wrong prints its conversation and what differs. Ends with 1 unless at least 95 in 100 runs (by
telephone 85) ended exactly right, with no false booking, no duplicate and no wrong price. The format: tests/drills/README.md.

  --repeat N       play each scenario N times with other wording and other whims: how often it ends otherwise
  --seed N         the first seed (default 1): the same seed plays the same drill
  --jobs N         how many at a time (default 1)
  --playbook NAME|FILE  play by this playbook, a shipped one or your own, whatever the scenarios name
  --llm FILE       with the language models of this configuration (its llm block); by text only
  --only ID        play this scenario of the folder alone
  --audio          by telephone: SIP and sound against a box of its own, in real time; scenarios marked \`audio\` alone.
                   --jobs is then the most calls at once; fewer are made when the sound's clock runs late
  --noise DB       with --audio: how far the caller's voice lies above the noise (default 25)
  --json           one JSON object: totals and every run
  --verbose        the conversation of every run
`;

const count = (flag: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new PilotError('usage', `pilot drill: --${flag} ${text} is not a whole number from 1 on`, {
      fix: 'pilot drill --help lists the flags.',
    });
  return value;
};

/** `pilot drill`. */
export const drillCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'drill',
    argv,
    {
      repeat: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '1' },
      playbook: { type: 'string' },
      llm: { type: 'string' },
      only: { type: 'string' },
      audio: { type: 'boolean' },
      noise: { type: 'string', default: '25' },
      json: { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new PilotError('usage', 'pilot drill takes one file or folder', { fix: 'pilot drill --help tells more.' });
  const [repeat, seed, jobs] = [count('repeat', values.repeat), count('seed', values.seed), count('jobs', values.jobs)];
  const scenarios = loadScenarios(path).filter(
    ({ id, audio }) => (values.only === undefined || id === values.only) && (audio || !values.audio),
  );
  if (scenarios.length === 0)
    throw new PilotError('drill_missing', `no scenario in ${path} is meant`, {
      fix: 'Name one by its id with --only; with --audio it must be marked audio: true.',
    });
  const playbook = values.playbook === undefined ? undefined : completePlaybook(values.playbook, process.cwd());
  // One that is not valid is refused here, once, and not by every drill.
  if (playbook !== undefined) loadPlaybook(playbook);
  if (values.llm !== undefined && values.audio === true)
    throw new PilotError('usage', 'pilot drill: --llm goes by text only', { fix: 'Leave --audio or --llm out.' });
  const llm = modelsIn(values.llm);
  const runs = scenarios.flatMap((scenario) =>
    Array.from({ length: repeat }, (_, at) => ({
      scenario: playbook === undefined ? scenario : { ...scenario, playbook },
      seed: seed + at,
      llm,
    })),
  );
  const reports: DrillReport[] = [];
  const began = performance.now();
  const told = (report: DrillReport): void => {
    reports.push(report);
    // The JSON comes at the end: until then the lines tell how far it is.
    (values.json ? process.stderr : process.stdout).write(`${lineOf(report)}\n`);
    if (values.json) return;
    if (values.verbose || report.faults.length > 0) process.stdout.write(`${transcriptOf(report)}\n`);
  };
  const late: number[] = [];
  if (values.audio) {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      process.once(signal, () => {
        endBoxes();
        process.exit(code);
      });
    await runAllByTelephone(runs, jobs, count('noise', values.noise), (report) => {
      late.push(report.lateP99);
      told(report);
    });
  } else await runAll(runs, jobs, told);
  const totals = totalsOf(reports);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(
    values.json ? `${JSON.stringify({ totals, seconds, runs: reports })}\n` : `\n${summaryOf(totals, seconds)}\n`,
  );
  if (values.audio && !values.json)
    process.stdout.write(
      `the callers' sound clocks: p99 of a call at most ${Math.max(0, ...late).toFixed(1)} ms late\n`,
    );
  return isGood(totals, values.audio ? 0.85 : 0.95) ? EXIT.ok : EXIT.failed;
};
