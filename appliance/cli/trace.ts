import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { TraceRecord } from '#shared/api/trace.ts';
import { getTrace, listTraces } from '#shared/api/routes/traces.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';
import { ladder } from './trace/ladder.ts';
import { pcapOf } from './trace/pcap.ts';
import { overviewReport, traceReport } from './trace/report.ts';

/** How often a call that is followed is looked at, ms. */
const FOLLOW_MS = 500;

const HELP = `usage: pilot trace CALL [--full] [--unmasked] [--json | --pcap FILE | --follow]
       pilot trace --list [--json]

Shows what the line did in a call: its SIP messages as a ladder, what happened to its sound, loss, jitter and a MOS estimate.
CALL is a call's id, or the Call-ID of what never became a call. The box keeps the latest 200 calls in memory, and those that
ended badly on disk.

  --list       the calls and requests that are kept, and who was not answered
  --full       every message's text as well
  --unmasked   numbers and names too; who asks is written down. Keys, passwords and pressed keys are never shown
  --pcap FILE  a capture for Wireshark or tcpdump: SIP, and after the call the headers of its last half minute of RTP
  --follow     the ladder of a call in progress, step by step until it ends
  --json       one JSON object
  --config, --data   which box
`;

/** `pilot trace`. */
export const traceCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'trace',
    argv,
    {
      list: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      unmasked: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      pcap: { type: 'string' },
      follow: { type: 'boolean', default: false },
      config: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [id, ...more] = positionals;
  if (more.length > 0 || (id === undefined) !== values.list) {
    throw new PilotError('usage', 'pilot trace takes one call id, or --list', {
      fix: 'pilot trace --help tells more.',
    });
  }
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const print = (value: unknown, lines: () => readonly string[]): number => {
    if (values.json) process.stdout.write(`${JSON.stringify(value)}\n`);
    else show(lines());
    return EXIT.ok;
  };
  if (id === undefined) {
    const overview = await askCore(dataFolder, listTraces, {});
    return print(overview, () => overviewReport(overview));
  }
  const query = {
    ...(values.unmasked ? { unmasked: userInfo().username } : {}),
    ...(values.pcap === undefined ? {} : { packets: true }),
  };
  const readTrace = (): Promise<TraceRecord> => askCore(dataFolder, getTrace, { params: { id }, query });
  if (values.follow) return follow(readTrace);
  const trace = await readTrace();
  if (values.pcap === undefined) return print(trace, () => traceReport(trace, values.full));
  writeFileSync(values.pcap, pcapOf(trace), { mode: 0o600 });
  return EXIT.ok;
};

/** What far ends sent reaches the terminal without its control characters. */
const show = (lines: readonly string[]): void => {
  for (const line of lines) process.stdout.write(`${line.replaceAll(/\p{Cc}/gu, '.')}\n`);
};

const follow = async (readTrace: () => Promise<TraceRecord>): Promise<number> => {
  for (let shown = 0; ; ) {
    const trace = await readTrace();
    const lines = ladder(trace);
    show(lines.slice(shown));
    shown = lines.length;
    if (trace.endedAt !== null) return EXIT.ok;
    await wait(FOLLOW_MS);
  }
};
