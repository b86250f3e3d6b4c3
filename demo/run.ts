import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openLog } from '#observe/log.ts';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';
import { runBatch } from './batch.ts';
import { startBox } from '#drills/box.ts';
import { callBox, instantOf, type CallReport } from './call-report.ts';
import { personaOf } from './callers/roster.ts';
import { followFeed } from './office.ts';
import { callerLine, feedLines, introduction, summary } from './terminal.ts';

const HELP = `usage: scripts/demo [--once] [--seed N | --seeds A..B] [--json] [--http-port N] [--sip-port N] [--data FOLDER]

Starts the box and lets a simulated caller ring it over SIP with G.711 audio. What is heard on either side is what a
recognizer made of the sound; nothing is handed across. Ends with 0 when the call ended as it should: booked with every
field right, or a message with a task to call back.

  --once          end after the call; without it the box stays up until Ctrl-C
  --seed N        another caller: another name, street, city, problem, window, number and voice
  --seeds A..B    one call for each, each to a fresh box; a report in place of the conversations (ends after the calls)
  --json          machine-readable: one JSON object on stdout
  --http-port N   the console's port (default 8080)
  --sip-port N    the port to ring (default: any free one)
  --data FOLDER   where records and recordings go (default: a new folder under data/demo)
`;

const usage = (text: string): PilotError =>
  new PilotError('usage', `demo: ${text}`, { fix: 'scripts/demo --help tells all.' });

const whole = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || text === '') throw usage(`${name} ${text} is not a whole number`);
  return value;
};

const seedsOf = (text: string): number[] => {
  const match = /^(\d+)\.\.(\d+)$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || to < from || to - from > 999) throw usage(`--seeds ${text} is not a range like 1..20`);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
};

const newFolder = (): string => {
  const folder = resolve('data', 'demo', new Date().toISOString().replace(/[:.]/g, '-'));
  mkdirSync(folder, { recursive: true });
  return folder;
};

const asJson = (report: CallReport): string =>
  JSON.stringify({
    seed: report.seed,
    persona: report.persona,
    turns: report.result.turns,
    ended: report.result.ended,
    recordings: { box: report.recording, caller: report.result.recording },
    call: report.call,
    grade: report.grade,
  });

const untilInterrupted = (gone: Promise<unknown>): Promise<unknown> =>
  Promise.race([
    gone,
    new Promise((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    }),
  ]);

const main = async (): Promise<number> => {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        once: { type: 'boolean' },
        seed: { type: 'string' },
        seeds: { type: 'string' },
        json: { type: 'boolean' },
        'http-port': { type: 'string' },
        'sip-port': { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw usage(messageOf(error));
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const log = openLog('demo', process.env['PILOT_LOG'] ?? 'warn');
  const print = (text: string): void => void (values.json || process.stdout.write(`${text}\n`));
  const dataFolder = values.data === undefined ? newFolder() : resolve(values.data);
  if (values.seeds !== undefined) {
    const seeds = seedsOf(values.seeds);
    return await runBatch({ seeds, dataFolder, log, json: values.json ?? false });
  }

  const seed = values.seed === undefined ? null : whole('--seed', values.seed, 0);
  const persona = personaOf(seed);
  await using box = await startBox({
    dataFolder: join(dataFolder, 'box'),
    now: instantOf(persona),
    httpPort: whole('--http-port', values['http-port'], 8080),
    sipPort: whole('--sip-port', values['sip-port'], 0),
  });
  print(introduction(persona, box.sip));
  const stop = await followFeed(box.http, (message) => feedLines(message).forEach(print));
  const report = await callBox({
    box,
    seed,
    log,
    onTurn: ({ said }) => {
      if (said !== null) print(callerLine(said));
    },
  });
  stop();
  print(summary(report));
  if (values.json) process.stdout.write(`${asJson(report)}\n`);
  if (!values.once) {
    print(`\nThe box stays up: console at ${box.http}, ring it at ${box.sip}. Ctrl-C ends it.`);
    await untilInterrupted(box.gone);
  }
  return report.grade.good ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  if (isPilotError(error) && error.fix !== undefined) process.stderr.write(`What to do: ${error.fix}\n`);
  process.exitCode = isPilotError(error) && error.code === 'usage' ? 64 : 1;
}
