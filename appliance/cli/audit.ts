import type { Static } from 'typebox';
import type { AuditEntryRecord, AuditVerdictRecord } from '#shared/api/access.ts';
import { listAudit, verifyAudit } from '#shared/api/routes/audit.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot audit [--limit N] [--before SEQ] [--json]
       pilot audit verify [--json]

Who did what, newest first: log-ins, changes, and every look at recordings, codes and exports. Nobody is named but by id.

  verify   reads the whole log again and compares it with its signed blocks, and with the head kept in audit.head_file, if that is
           set; ends with 1 when something was changed or cut off

All take --config FILE and --data FOLDER: which box.
`;

const describe = ({
  act,
  actor,
  at,
  objectId,
  objectKind,
  seq,
  versionAfter,
  versionBefore,
}: Static<typeof AuditEntryRecord>): string => {
  const versions =
    versionBefore === null ? '' : ` ${versionBefore}${versionAfter === null ? '' : ` to ${versionAfter}`}`;
  return `${seq}  ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}  ${actor}  ${act}  ${objectKind} ${objectId}${versions}\n`;
};

/** What was found, for people. */
const describeVerdict = ({ blocks, entries, faults, heads, unsealed }: AuditVerdictRecord): string => {
  const compared = heads === 0 ? 'no head kept elsewhere' : `${heads} head kept elsewhere compared`;
  const found = faults.map(({ detail, from, kind, to }) => `${kind}: entries ${from} to ${to}: ${detail}\n`);
  const head = `${entries} entries, ${blocks} blocks, ${unsealed} not sealed yet; ${compared}\n`;
  return `${head}${faults.length === 0 ? 'The log is whole.\n' : found.join('')}`;
};

const numberOf = (flag: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw usageOf('audit')(`--${flag} ${text} is no number`);
  return Number(text);
};

/** `pilot audit`. */
export const auditCommand = async (argv: readonly string[]): Promise<number> => {
  const flags = { ...BOX_FLAGS, limit: { type: 'string' }, before: { type: 'string' } } as const;
  const { values, positionals } = readArguments('audit', argv, flags, true);
  if (values.help) return printHelp(HELP);
  const [act, ...more] = positionals;
  if ((act !== undefined && act !== 'verify') || more.length > 0) throw usageOf('audit')('it takes nothing, or verify');
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  if (act === 'verify') {
    const verdict = await askCore(dataFolder, verifyAudit, {});
    process.stdout.write(values.json === true ? `${JSON.stringify(verdict)}\n` : describeVerdict(verdict));
    return verdict.faults.length === 0 ? EXIT.ok : EXIT.failed;
  }
  const limit = numberOf('limit', values.limit) ?? 50;
  const before = numberOf('before', values.before);
  const { items } = await askCore(dataFolder, listAudit, {
    query: { limit, ...(before === undefined ? {} : { before }) },
  });
  process.stdout.write(values.json === true ? `${JSON.stringify(items)}\n` : items.map(describe).join(''));
  return EXIT.ok;
};
