import { Value } from 'typebox/value';
import { changeLine, getLine, lineHistory } from '#shared/api/routes/lines.ts';
import { loadConfig } from '#shared/config/load.ts';
import type { LineChange, LineEvent } from '#shared/lines/change.ts';
import { LineMode } from '#shared/lines/setting.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';
import { readDuration } from './duration.ts';
import { linePin } from './line-pin.ts';
import { describeLine } from './lines.ts';
import { whoTypes } from './who.ts';

const HELP = `usage: pilot line set NUMBER [MODE] [--for 2h] [--fallback NUMBER|none] [--seconds N] [--reason TEXT] [--json]
       pilot line history NUMBER [--json]
       pilot line pin

set: from the next call on. NUMBER is a line's name or a number that rings it. MODE is
  always       the box answers every call
  after-hours  it answers outside the shop's opening hours
  overflow     it answers after N seconds of ringing, when nobody in the shop did
  off          calls go to the fallback number
  shadow       it only listens (a PBX forks the sound to it)
  --for        for so long, then the mode before comes back: 90m, 2h, 1d
  --fallback   who is rung when the box does not answer
  --seconds    of ringing before an overflow call is taken, 1 to 120

history: who changed the line, when, and why.
pin: asks for a PIN with which lines are changed by phone, and prints the setting that holds its digest.

All take --config FILE and --data FOLDER: which box.
`;

const usage = usageOf('line');

const readMode = (text: string): LineMode => {
  const mode = text.replaceAll('-', '_');
  if (Value.Check(LineMode, mode)) return mode;
  throw usage(`there is no mode ${text}`);
};

const readSeconds = (text: string): number => {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 120) return seconds;
  throw usage(`--seconds ${text} is not a whole number from 1 to 120`);
};

/** `pilot line set|history|pin`. */
export const lineCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'line',
    argv,
    {
      ...BOX_FLAGS,
      for: { type: 'string' },
      fallback: { type: 'string' },
      seconds: { type: 'string' },
      reason: { type: 'string' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [action, line, mode, ...more] = positionals;
  if (action === 'pin' && line === undefined) return linePin();
  if (line === undefined || more.length > 0) throw usage('which line, and what about it?');
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const params = { line };
  if (action === 'history' && mode === undefined) {
    const { items } = await askCore(dataFolder, lineHistory, { params, query: { limit: 50 } });
    process.stdout.write(values.json ? `${JSON.stringify(items)}\n` : items.map(describeEvent).join(''));
    return EXIT.ok;
  }
  if (action !== 'set') throw usage(`there is no ${action ?? 'such thing'} to do with a line`);
  if (values.for !== undefined && mode === undefined) throw usage('--for needs a mode');
  const change: LineChange = {
    who: whoTypes(),
    ...(mode === undefined ? {} : { mode: readMode(mode) }),
    ...(values.for === undefined ? {} : { forMs: readDuration('line', values.for) }),
    ...(values.fallback === undefined ? {} : { fallback: values.fallback === 'none' ? null : values.fallback }),
    ...(values.seconds === undefined ? {} : { overflowSeconds: readSeconds(values.seconds) }),
    ...(values.reason === undefined ? {} : { reason: values.reason }),
  };
  const { version } = await askCore(dataFolder, getLine, { params });
  const record = await askCore(dataFolder, changeLine, { params, body: change, version });
  process.stdout.write(values.json ? `${JSON.stringify(record)}\n` : describeLine(record));
  return EXIT.ok;
};

const describeEvent = ({ at, via, who, reason, before, after }: LineEvent): string => {
  const by = who === '' ? via : `${via} (${who})`;
  const time = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${time}  ${before.mode} -> ${after.mode}  by ${by}${reason === '' ? '' : `: ${reason}`}\n`;
};
