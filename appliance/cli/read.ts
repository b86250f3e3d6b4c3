import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Playbook } from '#conversation/playbook/schema.ts';
import { createReader, type Reader } from '#conversation/read/reader.ts';
import { loadDirectory } from '#core/directory.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { isPilotError, PilotError } from '#shared/errors.ts';
import { EXIT, printHelp, readArguments, readInstant } from './arguments.ts';
import { loadUtterances, readLines, reportOn } from './read-set.ts';

const HELP = `usage: pilot read [--set PATH [--json]] [--now ISO] [--zone ZONE] [--playbook NAME|all]

What the rule reader understands.

  echo "my furnace won't kick on" | pilot read

Reads utterances from standard input, one a line, and prints one JSON object a line:
  {"text","urgency":"life_safety|emergency|urgent|routine","intent","slots":{},"reasons":[]}

  --set PATH         read the labelled utterances of a YAML file, or of all files below a folder, instead; print the
                     confusion table, life-safety and emergency recall, false alarms, and the lines that went wrong.
                     Status 1 when life-safety recall is below 100 %, emergency recall below 99 %, or false alarms
                     (routine or urgent lines read as emergency or life_safety) are above 3 %
  --json             the same as one JSON object
  --now ISO          business time for "tomorrow" and the like (default: the clock; with --set a day in July
                     and one in January, the graver reading of both)
  --zone ZONE        IANA zone of the shop (default: America/New_York)
  --playbook NAME    hvac, plumbing, electrical or all (default: all)
  --data FOLDER      accepted for likeness with the other commands; reading needs no data
  --help             this text
`;

/**
 * Openings of a labelled set are read as told in July and in January: who is cold or hot tells it in the season, and figures do
 * not hang on the day they are made.
 */
const SEASONS = [Date.parse('2026-07-15T12:00:00-04:00'), Date.parse('2026-01-15T12:00:00-05:00')];

const checkZone = (zone: string): void => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
  } catch (cause) {
    throw new PilotError('usage', `pilot read: --zone ${zone} is no IANA zone`, {
      cause,
      fix: 'Give it like America/New_York.',
    });
  }
};

const readStandardInput = async (reader: Reader, now: number | null, zone: string): Promise<void> => {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { text, urgency, intent, slots, reasons } = reader.read(line, {
      expect: 'open',
      now: now ?? Date.now(),
      zone,
      offered: [],
    });
    const more = process.stdout.write(`${JSON.stringify({ text, urgency, intent, slots, reasons })}\n`);
    if (!more) await once(process.stdout, 'drain');
  }
};

const bookOf = (name: string): Playbook => {
  try {
    return loadPlaybook(name);
  } catch (cause) {
    if (!isPilotError(cause) || cause.code !== 'playbook_unknown') throw cause;
    throw new PilotError('usage', `pilot read: ${cause.message}`, {
      cause,
      ...(cause.fix === undefined ? {} : { fix: cause.fix }),
    });
  }
};

/** `pilot read`. @returns the exit status @throws PilotError `usage`, `utterances_missing`, `utterances_invalid` */
export const readCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('read', argv, {
    set: { type: 'string' },
    json: { type: 'boolean', default: false },
    now: { type: 'string' },
    zone: { type: 'string', default: 'America/New_York' },
    playbook: { type: 'string', default: 'all' },
    data: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) return printHelp(HELP);
  if (values.json && values.set === undefined)
    throw new PilotError('usage', 'pilot read: --json goes with --set', {
      fix: 'Without --set every line is answered in JSON already.',
    });
  const now = values.now === undefined ? null : readInstant('read', values.now);
  checkZone(values.zone);
  const lines = values.set === undefined ? null : loadUtterances(values.set);
  const reader = createReader({ directory: loadDirectory(), playbook: bookOf(values.playbook) });
  if (lines === null) {
    await readStandardInput(reader, now, values.zone);
    return EXIT.ok;
  }
  const report = reportOn(readLines(reader, lines, now === null ? SEASONS : [now], values.zone));
  process.stdout.write(values.json ? `${JSON.stringify(report.json)}\n` : report.text);
  return report.met ? EXIT.ok : EXIT.failed;
};
