import { finishVisit, listSurveys } from '#shared/api/routes/surveys.ts';
import type { FinishedAnswer, FinishedVisit, SurveyReport } from '#shared/api/surveys.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot survey [--days N] [--json]
       pilot survey finish JOB [--json]

What customers said of visits that are over: scores of 1 to 5, and their words.

  --days N     asked in the last N days (90)
  finish JOB   the visit of this job (J-1042) is over: its customer is asked by text, where the playbook has survey.on

To have the box ring a customer for it: pilot dial --about J-1042 --purpose follow_up.
All take --config FILE and --data FOLDER: which box.
`;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The answers for people. */
export const describeSurveys = ({ asked, answered, mean, counts, items }: SurveyReport): string => {
  const lines = items.map(({ answeredAt, askedAt, channel, comment, jobNumber, score, status, taskId }) => {
    const said = score === null ? status : `${score} of 5`;
    const words = comment === null ? '' : `  "${comment}"`;
    return `  ${day(answeredAt ?? askedAt)}  ${jobNumber}  ${channel.padEnd(4)}  ${said}${words}${taskId === null ? '' : '  (the office is to call)'}`;
  });
  const head =
    mean === null
      ? `${asked} asked, nobody has answered`
      : `${asked} asked, ${answered} answered: ${mean} on average (${counts.map((count, at) => `${at + 1}: ${count}`).join(', ')})`;
  return `${[head, ...lines].join('\n')}\n`;
};

const describeFinished = ({ jobDone, jobNumber, notAsked }: FinishedAnswer): string => {
  if (!jobDone) return `${jobNumber}: this visit is over, another is to come\n`;
  return `${jobNumber} is done; ${notAsked === null ? 'the customer is asked how it was' : `the customer is not asked: ${notAsked.replaceAll('_', ' ')}`}\n`;
};

/** `pilot survey`. */
export const surveyCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'survey',
    argv,
    {
      ...BOX_FLAGS,
      days: { type: 'string' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [what, job, ...more] = positionals;
  if ((what !== undefined && (what !== 'finish' || job === undefined)) || more.length > 0)
    throw usageOf('survey')('it takes nothing, or finish and a job');
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  if (job !== undefined) {
    const body: FinishedVisit = { job, who: whoTypes() };
    const told = await askCore(dataFolder, finishVisit, { body });
    process.stdout.write(values.json ? `${JSON.stringify(told)}\n` : describeFinished(told));
    return EXIT.ok;
  }
  const query = values.days === undefined ? {} : { days: Number(values.days) };
  const report = await askCore(dataFolder, listSurveys, { query });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : describeSurveys(report));
  return EXIT.ok;
};
