import type { TrunkConfig } from '#shared/config/trunks.ts';
import { PilotError } from '#shared/errors.ts';
import type { LineState } from '#shared/link/messages.ts';
import { sameNumber } from '../sip/agent/caller-id.ts';
import type { TrunkOptions } from '../sip/agent/trunks.ts';
import type { RegistrationView } from '../sip/registration/registration.ts';

/**
 * A trunk's settings as the user agent takes them.
 * @throws PilotError `sip_password_missing` naming the environment variable
 */
export const trunkOptions = (
  config: TrunkConfig,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TrunkOptions => {
  const { name, register, hosts, codecs, srtp, callerId, numbers, maxCalls, quirks, server } = config;
  return {
    name,
    server: register ? null : server,
    protocol: 'UDP',
    tls: { serverName: null, ca: null },
    advertise: null,
    longByTcp: true,
    hosts,
    codecs,
    srtp,
    callerId,
    maxCalls,
    numbers: Object.keys(numbers),
    numberInTo: quirks.includes('number_in_to'),
    numbersAsSent: quirks.includes('numbers_as_sent'),
    register: register && {
      server: register.server,
      user: register.user,
      password: passwordOf(name, register.passwordEnv, environment),
      expires: register.expires,
      keepAlive: !quirks.includes('no_keep_alive'),
    },
  };
};

const passwordOf = (
  trunk: string,
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  const password = environment[variable];
  if (password !== undefined && password !== '') return password;
  throw new PilotError('sip_password_missing', `the password of trunk ${trunk} is not set: ${variable} is empty`, {
    fix: `Set the environment variable ${variable}, or name another in sip.trunks.`,
  });
};

/** Name of the line that a call over a trunk rings: that of the number rung, else the trunk's own. */
export const lineOf = (trunk: Pick<TrunkConfig, 'name' | 'numbers'>, rung: string): string =>
  Object.entries(trunk.numbers).find(([number]) => sameNumber(number, rung))?.[1] ?? trunk.name;

const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** How a trunk stands, for people. */
export const trunkState = (name: string, view: RegistrationView | null): LineState => {
  const check = `trunk ${name}`;
  if (view === null) return { name: check, ok: true, detail: 'known by its addresses', fix: null };
  const { failure, since, until } = view;
  const failed = failure && `${failure.cause} at ${at(failure.at)}, next try ${at(failure.nextTryAt)}`;
  if (view.status === 'registered' && since !== null && until !== null) {
    const detail = `registered since ${at(since)}, until ${at(until)}`;
    return failed
      ? { name: check, ok: false, detail: `${detail}; renewing failed: ${failed}`, fix: FIX }
      : { name: check, ok: true, detail, fix: null };
  }
  return { name: check, ok: false, detail: `not registered${failed ? `: ${failed}` : ''}`, fix: FIX };
};

const FIX = 'Check server, user and password of the trunk with the carrier, and that this box reaches the internet.';
