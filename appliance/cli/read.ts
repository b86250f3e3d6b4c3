import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from '#core/directory.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';

const HELP = `pilot read: what the rule reader understands, one utterance a line

  echo "my furnace won't kick on" | pilot read

Reads utterances from standard input, one a line, and prints one JSON object a line:
  {"text","urgency":"life_safety|emergency|urgent|routine","intent","slots":{},"reasons":[]}

  --now ISO          business time for "tomorrow" and the like (default: the clock)
  --zone ZONE        IANA zone of the shop (default: America/New_York)
  --playbook NAME    hvac, plumbing, electrical or all (default: all)
  --data FOLDER      accepted for likeness with the other commands; reading needs no data
  --help             this text
`;

const refuse = (message: string): number => {
  process.stderr.write(`pilot read: ${message}\nSee pilot read --help.\n`);
  return 2;
};

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    options: {
      now: { type: 'string' },
      zone: { type: 'string', default: 'America/New_York' },
      playbook: { type: 'string', default: 'all' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    strict: true,
    allowPositionals: false,
  }).values;

/**
 * `pilot read`. @returns the exit status: 0, or 2 for a bad flag
 */
export const readCommand = async (argv: readonly string[]): Promise<number> => {
  let flags: ReturnType<typeof parse>;
  try {
    flags = parse(argv);
  } catch (error) {
    return refuse(messageOf(error));
  }
  if (flags.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const shifted = flags.now === undefined ? null : Date.parse(flags.now);
  if (shifted !== null && Number.isNaN(shifted))
    return refuse(`--now wants an ISO date and time, not ${JSON.stringify(flags.now)}`);
  if (!isZone(flags.zone))
    return refuse(`--zone wants an IANA zone such as America/New_York, not ${JSON.stringify(flags.zone)}`);
  let reader;
  try {
    reader = createReader({ directory: loadDirectory(), playbook: loadPlaybook(flags.playbook) });
  } catch (error) {
    if (isPilotError(error) && error.code === 'playbook_unknown') return refuse(`${error.message}. ${error.fix ?? ''}`);
    throw error;
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { text, urgency, intent, slots, reasons } = reader.read(line, {
      expect: 'open',
      now: shifted ?? Date.now(),
      zone: flags.zone,
      offered: [],
    });
    const more = process.stdout.write(`${JSON.stringify({ text, urgency, intent, slots, reasons })}\n`);
    if (!more) await once(process.stdout, 'drain');
  }
  return 0;
};
