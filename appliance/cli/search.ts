import { rebuildSearch, search } from '#shared/api/routes/search.ts';
import type { SearchHits } from '#shared/api/search.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot search TEXT [--kinds customer,job] [--limit N] [--json]
       pilot search --rebuild [--json]

Finds customers, places, jobs, equipment, technicians and calls by names (misspelt or in part), numbers in any form or their last
digits, addresses, J-1042, serials, e-mail.

  --kinds LIST  only these: customer, location, job, equipment, technician, call
  --limit N     so many (10)
  --rebuild     make every record findable anew, behind the calls; until it is through, less is found

All take --config FILE and --data FOLDER: which box.
`;

const MANNER = { whole: '', begins: ' begins', part: ' part', like: ' like' } as const;

/** The hits for people. */
export const describeHits = ({ hits }: SearchHits): string =>
  hits.length === 0
    ? 'nothing is found\n'
    : hits
        .map(({ kind, matched, subtitle, title }) => {
          const why = matched.map(({ field, how }) => `${field}${MANNER[how]}`).join(', ');
          return `${kind.padEnd(10)}  ${title}  (${why})${subtitle === '' ? '' : `\n            ${subtitle}`}\n`;
        })
        .join('');

/** `pilot search`. */
export const searchCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'search',
    argv,
    { ...BOX_FLAGS, kinds: { type: 'string' }, limit: { type: 'string' }, rebuild: { type: 'boolean' } },
    true,
  );
  if (values.help) return printHelp(HELP);
  const q = positionals.join(' ').trim();
  if ((q === '') !== (values.rebuild === true))
    throw usageOf('search')('it takes what to look for, or --rebuild alone');
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  if (values.rebuild === true) {
    const told = await askCore(dataFolder, rebuildSearch, {});
    process.stdout.write(values.json ? `${JSON.stringify(told)}\n` : 'every record is being made findable anew\n');
    return EXIT.ok;
  }
  const query = {
    q,
    limit: values.limit === undefined ? 10 : Number(values.limit),
    ...(values.kinds === undefined ? {} : { kinds: values.kinds }),
  };
  const found = await askCore(dataFolder, search, { query });
  process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : describeHits(found));
  return EXIT.ok;
};
