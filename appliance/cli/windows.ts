import type { WindowList } from '#shared/api/windows.ts';
import { listWindows } from '#shared/api/routes/shop.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot windows SERVICE [--date YYYY-MM-DD] [--emergency] [--limit N] [--why] [--json]

The windows a caller would be offered now for a kind of work (codes: pilot shop), best first, and who would come.
With --why also those that cannot be had, each with its reason and for how many technicians what stood in the way.

  --emergency  what is kept for emergencies may be taken
  --config FILE, --data FOLDER   which box
`;

const day = new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone: 'UTC' });

/** `Mon 2026-11-23  21:00-23:00`. */
const written = (id: string): string => {
  const [date = '', hours = ''] = id.split('T');
  return `${day.format(new Date(`${date}T12:00:00Z`))} ${date}  ${hours.replace('/', '-')}`;
};

/** The answer for people. */
export const describeWindows = ({ windows, refused }: WindowList, why: boolean): string => {
  const offered = windows.map(
    ({ id, technicians, afterHours, further }) =>
      `  ${written(id)}  ${technicians.join(', ')}${afterHours ? '  after hours' : ''}${further
        .map((one) => `\n      then ${written(one.id)}  ${one.technicians.join(', ')}`)
        .join('')}`,
  );
  const causes = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${count}`)
      .join(', ');
  const others = refused.map(({ id, reason, technicians }) => {
    const detail = causes(technicians);
    return `  ${written(id)}  no: ${reason.replaceAll('_', ' ')}${detail === '' ? '' : ` (${detail})`}`;
  });
  const lines = [
    ...(offered.length === 0 ? ['  nothing that can be kept'] : offered),
    ...(why && others.length > 0 ? ['', ...others] : []),
  ];
  return `${lines.join('\n')}\n`;
};

/** `pilot windows`. */
export const windowsCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'windows',
    argv,
    {
      ...BOX_FLAGS,
      date: { type: 'string' },
      emergency: { type: 'boolean' },
      limit: { type: 'string' },
      why: { type: 'boolean' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [service, ...more] = positionals;
  if (service === undefined || more.length > 0)
    throw new PilotError('usage', 'pilot windows takes one service type', { fix: 'pilot shop lists their codes.' });
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const query = {
    service,
    ...(values.date === undefined ? {} : { date: values.date }),
    ...(values.emergency === true ? { emergency: true } : {}),
    ...(values.limit === undefined ? {} : { limit: Number(values.limit) }),
  };
  const found = await askCore(dataFolder, listWindows, { query });
  process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : describeWindows(found, values.why ?? false));
  return EXIT.ok;
};
