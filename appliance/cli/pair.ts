import type { DeviceRecord, UserRecord } from '#shared/api/access.ts';
import { listDevices, listUsers, revokeDevice, startPairing } from '#shared/api/routes/users.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot pair WHO [--json]
       pilot pair --list [--json]
       pilot pair revoke DEVICE

Pairs somebody's phone or desktop: shows a code of eight characters, good once, for five minutes and five tries. The device may
then do what the person may, but nothing that wants a password. WHO is an id or an e-mail address.

All take --config FILE and --data FOLDER: which box.
`;

const usage = usageOf('pair');

const describe =
  (users: readonly UserRecord[]) =>
  (device: DeviceRecord): string => {
    const person = users.find(({ id }) => id === device.userId)?.name ?? device.userId;
    return `${device.id}  ${device.kind}  ${device.name}, of ${person}, used ${new Date(device.seenAt).toISOString().slice(0, 10)}\n`;
  };

/** `pilot pair`. */
export const pairCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('pair', argv, { ...BOX_FLAGS, list: { type: 'boolean' } }, true);
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const tell = (body: unknown, text: string): number => {
    process.stdout.write(values.json === true ? `${JSON.stringify(body)}\n` : text);
    return EXIT.ok;
  };
  const [who, device, ...more] = positionals;
  if (more.length > 0 || (who === undefined) !== (values.list === true)) throw usage('say whose device, or --list');
  const { items: users } = await askCore(dataFolder, listUsers, {});
  if (who === undefined) {
    const { items } = await askCore(dataFolder, listDevices, {});
    return tell(items, items.map(describe(users)).join('') || 'no devices\n');
  }
  if (who === 'revoke' && device !== undefined) {
    await askCore(dataFolder, revokeDevice, { params: { id: device } });
    return tell({ revoked: device }, 'revoked\n');
  }
  const user = users.find(({ email, id }) => id === who || email === who.toLowerCase());
  if (user === undefined || device !== undefined)
    throw usage(`nobody is known as ${who}`, 'pilot user lists everybody.');
  const told = await askCore(dataFolder, startPairing, { body: { userId: user.id } });
  return tell(told, `Type this on the device of ${user.name} within five minutes:\n\n    ${told.code}\n\n`);
};
