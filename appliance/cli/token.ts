import type { TokenRecord } from '#shared/api/access.ts';
import { isPermission, PERMISSIONS, TOKEN_NEVER } from '#shared/access/permissions.ts';
import { listTokens, makeToken, revokeToken } from '#shared/api/routes/users.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot token [--json]
       pilot token make NAME --may PERMISSION[,PERMISSION...] [--days N] [--json]
       pilot token revoke ID

Tokens for programs that use the API (Authorization: Bearer TOKEN). A token is shown once.

  --may     what it may do: ${PERMISSIONS.filter((one) => !TOKEN_NEVER.has(one)).join(', ')}
  --days N  it ends after N days; left out: when it is revoked

All take --config FILE and --data FOLDER: which box.
`;

const usage = usageOf('token');
const DAY_MS = 86_400_000;
const day = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString().slice(0, 10));

const describe = ({ id, name, scopes, seenAt, endsAt }: TokenRecord): string =>
  `${id}  ${name}  may ${scopes.join(', ')}; ends ${day(endsAt)}, used ${day(seenAt)}\n`;

/** `pilot token`. */
export const tokenCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'token',
    argv,
    { ...BOX_FLAGS, may: { type: 'string' }, days: { type: 'string' } },
    true,
  );
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const tell = (body: unknown, text: string): number => {
    process.stdout.write(values.json === true ? `${JSON.stringify(body)}\n` : text);
    return EXIT.ok;
  };
  const [act, first, ...more] = positionals;
  if (more.length > 0 || (act !== undefined && first === undefined))
    throw usage('it takes nothing, make NAME or revoke ID');
  if (act === undefined || first === undefined) {
    const { items } = await askCore(dataFolder, listTokens, {});
    return tell(items, items.map(describe).join('') || 'no tokens\n');
  }
  if (act === 'revoke') {
    await askCore(dataFolder, revokeToken, { params: { id: first } });
    return tell({ revoked: first }, 'revoked\n');
  }
  if (act !== 'make') throw usage(`it knows no ${act}`);
  const named = (values.may ?? '').split(',').filter((name) => name !== '');
  const unknown = named.filter((name) => !isPermission(name));
  if (named.length === 0 || unknown.length > 0)
    throw usage(unknown.length > 0 ? `there is no permission ${unknown.join(', ')}` : 'say what it may do, with --may');
  const days = values.days === undefined ? null : Number(values.days);
  if (days !== null && !(days > 0)) throw usage(`--days ${values.days} is no number of days`);
  const endsAt = days === null ? null : Math.round(Date.now() + days * DAY_MS);
  const told = await askCore(dataFolder, makeToken, {
    body: { name: first, scopes: named.filter(isPermission), endsAt },
  });
  return tell(told, `${told.token}\n`);
};
