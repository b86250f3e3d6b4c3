import { existsSync } from 'node:fs';
import { compareArms, type ArmReport, type TrialReport } from '#llm/compare.ts';
import type { Difference, Share } from '#llm/interval.ts';
import { databaseFile } from '#shared/data-folder.ts';
import { openLog } from '#observe/log.ts';
import { formatMicros } from '#shared/api/cost.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { openStore } from '#store/store.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';

const HELP = `usage: pilot llm compare [--since YYYY-MM-DD] [--json]

What came of calls by the language model they were given, while llm.trial gives a share of them another one: booked, handed
to a person, not understood at least once, each with its 95 % interval; whose answers it had (the model's own, kept ones of
it, another model's, nobody's), how fast they came, and for how much. A call counts
to the model it was given, also where another had to answer in its place. Calls under way do not count yet.

  --since DATE   calls from that day on (UTC); all of them when left out
  --config FILE, --data FOLDER   which box
`;

const percent = (share: number): string => (share * 100).toFixed(1);

const shareText = ({ count, high, low, of, share }: Share): string =>
  share === null ? 'no calls' : `${count} of ${of}  ${percent(share)} % (${percent(low)} to ${percent(high)})`;

const differenceText = (difference: Difference | null): string => {
  if (difference === null) return '';
  const { difference: points, high, low } = difference;
  const sign = points < 0 ? '' : '+';
  const told = low > 0 || high < 0 ? '' : ', none for certain';
  return `${sign}${percent(points)} points (${percent(low)} to ${percent(high)}${told})`;
};

const answersText = ({ questions: { kept, nobody, other, own } }: ArmReport): string =>
  `${own} / ${kept} / ${other} / ${nobody}`;

const failuresText = ({ failures }: ArmReport): string =>
  Object.entries(failures)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ') || 'none';

const latencyText = ({ latencyMs: times }: ArmReport): string =>
  times === null ? 'no answers' : `${times.p50} / ${times.p95} / ${times.p99} / ${times.max} ms`;

/** A report for people. */
export const describeTrial = ({ arms, difference, task }: TrialReport, currency: string): string => {
  const row = (name: string, cell: (arm: ArmReport) => string, end = ''): string =>
    `  ${name.padEnd(24)}${cell(arms.usual).padEnd(42)}${cell(arms.trial)}${end === '' ? '' : `\n${' '.repeat(26)}trial less usual: ${end}`}\n`;
  return [
    `task ${task}\n`,
    row('', ({ model, server }) => `${model} on ${server}`),
    row('calls', ({ calls, callsAsked }) => `${calls}, a model asked in ${callsAsked}`),
    row('booked', ({ booked }) => shareText(booked), differenceText(difference.booked)),
    row('handed to a person', ({ handedOver }) => shareText(handedOver), differenceText(difference.handedOver)),
    row('once not understood', ({ unsure }) => shareText(unsure), differenceText(difference.unsure)),
    row('own/kept/other/nobody', answersText),
    row('own tries that failed', failuresText),
    row('turns left to rules', ({ degradedTurns }) => `${degradedTurns}`),
    row('p50 / p95 / p99 / max', latencyText),
    row('cost a call', ({ microsPerCall }) => formatMicros(microsPerCall, currency)),
  ].join('');
};

const NONE = 'No call was given one of two models yet: set llm.trial.\n';

/** @returns epoch ms @throws PilotError `usage` */
const sinceOf = (date: string | undefined): number => {
  if (date === undefined) return 0;
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at))
    throw new PilotError('usage', `pilot llm: ${date} is no date`, { fix: 'Write it as 2026-11-23.' });
  return at;
};

/** `pilot llm compare`. It reads the records itself: core has callers to serve. */
export const llmCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('llm', argv, { ...BOX_FLAGS, since: { type: 'string' } }, true);
  if (values.help) return printHelp(HELP);
  if (positionals.length !== 1 || positionals[0] !== 'compare')
    throw new PilotError('usage', 'pilot llm knows compare', { fix: 'pilot llm --help tells more.' });
  const since = sinceOf(values.since);
  const { cost, dataFolder, database } = loadConfig(values.config, { data: values.data });
  if (database === null && !existsSync(databaseFile(dataFolder)))
    throw new PilotError('no_data', `there is no database in ${dataFolder}`, {
      fix: 'Name the data folder with --data.',
    });
  await using store = await openStore({
    file: databaseFile(dataFolder),
    postgres: databaseAddress(database),
    clock: systemClock(),
    log: openLog('llm', process.env['PILOT_LOG'] ?? 'warn'),
  });
  const [business] = await store.businesses();
  const { calls, tries } = business ? await store.for(business.id).modelTrials(since) : { calls: [], tries: [] };
  const reports = compareArms(calls, tries);
  if (values.json === true) process.stdout.write(`${JSON.stringify(reports)}\n`);
  else
    process.stdout.write(
      reports.length === 0 ? NONE : reports.map((report) => describeTrial(report, cost.currency)).join('\n'),
    );
  return EXIT.ok;
};
