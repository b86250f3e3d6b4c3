import type { AlertRecord, AlertTelling } from '#shared/api/alerts.ts';
import { formatCode } from '../format/people.ts';

const ROLES: Readonly<Record<string, string>> = {
  office: 'Office',
  on_call_technician: 'On-call technician',
  owner: 'Owner',
  partner: 'Partner',
};

const CHANNELS: Readonly<Record<string, string>> = { sms: 'Text message', call: 'Call', email: 'E-mail' };

/** By what somebody is told: `Text message`. */
export const formatChannel = (channel: string): string => CHANNELS[channel] ?? formatCode(channel);

/** `Dana Whitlock, on-call technician`; the role alone where nobody is named. */
export const formatWho = ({ name, role }: Pick<AlertTelling, 'name' | 'role'>): string => {
  const known = ROLES[role] ?? formatCode(role);
  return name === '' ? known : `${name}, ${known.charAt(0).toLowerCase()}${known.slice(1)}`;
};

export interface Told {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
}

const TOLD: Readonly<Record<string, Told>> = {
  claimed: { text: 'Being told', tone: 'plain' },
  sending: { text: 'Being told', tone: 'plain' },
  sent: { text: 'Told', tone: 'good' },
  unknown: { text: 'Perhaps told', tone: 'warn' },
  dead: { text: 'Could not be told', tone: 'bad' },
  not_needed: { text: 'Not needed any more', tone: 'plain' },
  waiting_for_configuration: { text: 'Cannot be told: not set up', tone: 'bad' },
};

/** What became of a telling. @param now epoch ms */
export const toldOf = ({ dueAt, status }: AlertTelling, now: number): Told =>
  TOLD[status] ?? { text: dueAt > now ? 'Comes next' : 'Waits to be told', tone: 'plain' };

/** `Gas`, `Burst leak`. */
export const titleOf = ({ reason }: AlertRecord): string => formatCode(reason);

const VIA: Readonly<Record<string, string>> = { console: 'here on the console', terminal: 'on the command line' };

/** `on the command line`; nothing for ways that say themselves. */
export const formatVia = (via: string | null): string => (via === null ? '' : (VIA[via] ?? `by ${formatCode(via)}`));
