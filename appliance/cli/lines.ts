import { listLines } from '#shared/api/routes/lines.ts';
import { loadConfig } from '#shared/config/load.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot lines [--config FILE] [--data FOLDER] [--json]

Each line: when the box answers it, what happens to the next call, how its trunk stands, and who changed it last.
`;

const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const MODES: Readonly<Record<LineRecord['setting']['mode'], string>> = {
  always: 'always',
  after_hours: 'after hours',
  overflow: 'overflow',
  off: 'off',
  shadow: 'shadow',
};

/** A line for people, several rows. */
export const describeLine = (line: LineRecord): string => {
  const { setting, lastChange } = line;
  const until =
    setting.until === null || setting.afterwards === null
      ? ''
      : ` until ${at(setting.until)}, then ${MODES[setting.afterwards]}`;
  const rows = [
    `${line.name}  ${MODES[setting.mode]}${until}`,
    `  next call  ${line.next}`,
    `  numbers    ${line.numbers.length === 0 ? 'whatever no other line has' : line.numbers.join(', ')}`,
    `  fallback   ${setting.fallback ?? 'none'}`,
    ...(line.state === null ? [] : [`  trunk      ${line.state.ok ? '' : 'NOT WELL: '}${line.state.detail}`]),
    `  calls now  ${line.callsNow}`,
    ...(lastChange === null
      ? []
      : [
          `  changed    ${at(lastChange.at)} by ${lastChange.via}${lastChange.who === '' ? '' : ` (${lastChange.who})`}${
            lastChange.reason === '' ? '' : `: ${lastChange.reason}`
          }`,
        ]),
  ];
  return `${rows.join('\n')}\n`;
};

/** `pilot lines`. */
export const linesCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('lines', argv, { ...BOX_FLAGS });
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const { items } = await askCore(dataFolder, listLines, {});
  process.stdout.write(values.json ? `${JSON.stringify(items)}\n` : items.map(describeLine).join('\n'));
  return EXIT.ok;
};
