import type { TrunkConfig } from '#shared/config/trunks.ts';
import { PilotError } from '#shared/errors.ts';
import type { LineState } from '#shared/link/messages.ts';
import { sameNumber } from '../sip/agent/caller-id.ts';
import type { TrunkOptions, TrunkView } from '../sip/agent/trunks.ts';
import type { ReachView } from '../sip/registration/reach.ts';
import type { RegistrationView } from '../sip/registration/registration.ts';
import { readCertificates } from '../sip/transport/certificate.ts';
import type { Protocol } from '../sip/transport/transport.ts';

const PROTOCOLS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', auto: null } satisfies Record<string, Protocol | null>;

/**
 * A trunk's settings as the user agent takes them.
 * @throws PilotError `sip_password_missing` naming the environment variable; `sip_tls_file`, `sip_tls_certificate`
 */
export const trunkOptions = (
  config: TrunkConfig,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TrunkOptions => {
  const { name, register, server, hosts, tls, advertise, codecs, srtp, callerId, numbers, maxCalls, quirks } = config;
  const keepAlive = !quirks.includes('no_keep_alive');
  return {
    name,
    server: server === register?.server ? null : server,
    protocol: PROTOCOLS[config.transport],
    tls: {
      serverName: tls.serverName,
      ca: tls.ca === null ? null : readCertificates(`tls.ca of trunk ${name}`, tls.ca),
    },
    advertise,
    longByTcp: !quirks.includes('no_tcp'),
    keepAlive,
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
      keepAlive,
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
export const trunkState = ({ name, registration, reach }: TrunkView): LineState => {
  const check = `trunk ${name}`;
  if (registration) return registeredState(check, registration);
  if (reach) return reachState(check, reach);
  return { name: check, ok: true, detail: 'known by its addresses', fix: null };
};

const registeredState = (name: string, view: RegistrationView): LineState => {
  const { failure, since, until } = view;
  const failed = failure && `${failure.cause} at ${at(failure.at)}, next try ${at(failure.nextTryAt)}`;
  if (view.status === 'registered' && since !== null && until !== null) {
    const detail = `registered since ${at(since)}, until ${at(until)}`;
    return failed
      ? { name, ok: false, detail: `${detail}; renewing failed: ${failed}`, fix: FIX }
      : { name, ok: true, detail, fix: null };
  }
  return { name, ok: false, detail: `not registered${failed ? `: ${failed}` : ''}`, fix: FIX };
};

const reachState = (name: string, { status, since, cause }: ReachView): LineState => {
  if (status === 'starting') return { name, ok: true, detail: 'known by its addresses, not heard of yet', fix: null };
  return status === 'reachable'
    ? { name, ok: true, detail: `answers since ${at(since)}`, fix: null }
    : { name, ok: false, detail: `does not answer since ${at(since)}: ${cause ?? ''}`, fix: FIX };
};

const FIX =
  'Check server, transport, user and password of the trunk with the carrier, and that this box reaches the internet.';
