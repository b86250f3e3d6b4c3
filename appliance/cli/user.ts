import type { CodeTold, InviteRecord, UserRecord } from '#shared/api/access.ts';
import { ROLES, type Role } from '#shared/access/permissions.ts';
import { changeUser, getUser, inviteUser, listInvites, listUsers, withdrawInvite } from '#shared/api/routes/users.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot user [--json]
       pilot user invite NAME EMAIL ROLE [--json]
       pilot user withdraw INVITE
       pilot user role WHO ROLE [--json]
       pilot user out WHO [--json]
       pilot user in WHO [--json]

People who may log in, and invitations that wait. WHO is an id or an e-mail address. ROLE is one of ${ROLES.join(', ')}.

  invite     shows a code, once: whoever gives it on the console (Log in, I was invited) becomes this user
  withdraw   takes an invitation back
  role       another role; every session and device of theirs ends
  out, in    shuts somebody out at once; lets them in again

All take --config FILE and --data FOLDER: which box.
`;

const usage = usageOf('user');
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const describe = ({ id, name, email, role, disabledAt, endsAt, totp }: UserRecord): string =>
  `${id}  ${role.padEnd(10)}  ${name}, ${email}${totp ? ', authenticator' : ''}${endsAt === null ? '' : `, until ${day(endsAt)}`}${
    disabledAt === null ? '' : `, shut out on ${day(disabledAt)}`
  }\n`;

const describeInvite = ({ id, name, email, role, endsAt }: InviteRecord): string =>
  `${id}  ${role.padEnd(10)}  ${name}, ${email}, invited until ${day(endsAt)}\n`;

const describeCode = ({ code, endsAt }: CodeTold): string =>
  `The code of the invitation, good once, before ${day(endsAt)}:\n\n    ${code}\n\n`;

const roleNamed = (text: string | undefined): Role => {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) throw usage(`there is no role ${text ?? ''}`, `Roles are ${ROLES.join(', ')}.`);
  return role;
};

const find = async (dataFolder: string, who: string | undefined): Promise<UserRecord> => {
  const { items } = await askCore(dataFolder, listUsers, {});
  const user = items.find(({ email, id }) => id === who || email === who?.toLowerCase());
  if (user === undefined) throw usage(`nobody is known as ${who ?? ''}`, 'pilot user lists everybody.');
  return askCore(dataFolder, getUser, { params: { id: user.id } });
};

/** `pilot user`. */
export const userCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('user', argv, { ...BOX_FLAGS }, true);
  if (values.help) return printHelp(HELP);
  const { dataFolder } = loadConfig(values.config, { data: values.data });
  const tell = (body: unknown, text: string): number => {
    process.stdout.write(values.json === true ? `${JSON.stringify(body)}\n` : text);
    return EXIT.ok;
  };
  const [act, first, second, third, ...more] = positionals;
  if (more.length > 0) throw usage('too many words');
  const change = async (wish: { readonly role?: Role; readonly disabled?: boolean }): Promise<number> => {
    const { id, version } = await find(dataFolder, first);
    const user = await askCore(dataFolder, changeUser, { params: { id }, body: wish, version });
    return tell(user, describe(user));
  };
  switch (act) {
    case undefined: {
      const { items: users } = await askCore(dataFolder, listUsers, {});
      const { items: invites } = await askCore(dataFolder, listInvites, {});
      const lines = [...users.map(describe), ...invites.map(describeInvite)];
      return tell({ users, invites }, lines.join('') || 'nobody yet: pilot claim shows the code of the first log-in\n');
    }
    case 'invite': {
      if (first === undefined || second === undefined) throw usage('name whom: NAME EMAIL ROLE');
      const body = { name: first, email: second, role: roleNamed(third) };
      const told = await askCore(dataFolder, inviteUser, { body });
      return tell(told, describeCode(told));
    }
    case 'withdraw':
      if (first === undefined) throw usage('which invitation?');
      await askCore(dataFolder, withdrawInvite, { params: { id: first } });
      return tell({ withdrawn: first }, 'withdrawn\n');
    case 'role':
      return change({ role: roleNamed(second) });
    case 'out':
      return change({ disabled: true });
    case 'in':
      return change({ disabled: false });
    default:
      throw usage(`it knows no ${act}`);
  }
};
