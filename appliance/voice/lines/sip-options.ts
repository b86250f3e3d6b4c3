import type { SipConfig } from '#shared/config/sip.ts';
import type { LineState } from '#shared/link/messages.ts';
import type { Log } from '#observe/log.ts';
import type { UserAgentOptions } from '../sip/agent/user-agent.ts';
import { systemTimers } from '../sip/timers.ts';
import { openCertificate, type Certificate } from '../sip/transport/certificate.ts';

/**
 * The settings of the telephone side as the user agent takes them.
 * @throws PilotError as `openCertificate`
 */
export const sipOptions = (sip: SipConfig, log: Log): UserAgentOptions & { readonly allowed: readonly string[] } => {
  const { host, port, tcp, allowed, maxCalls, dns, advertise, tls } = sip;
  const opened = tls && openCertificate(tls, { timers: systemTimers(), now: Date.now, log });
  return {
    host,
    port,
    tcp,
    allowed,
    maxCalls,
    dns,
    log,
    ...(advertise === null ? {} : { advertisedHost: advertise }),
    ...(tls && opened ? { tls: { port: tls.port, certificate: opened } } : {}),
  };
};

const DAY_MS = 86_400_000;
/** Before its end, so that there is time to find out why it is not renewed. */
const WARN_MS = 14 * DAY_MS;

/** How our certificate stands, for people. */
export const certificateState = (certificate: Certificate, now: number): LineState => {
  const until = certificate.validUntil();
  const day = new Date(until).toISOString().slice(0, 10);
  const name = 'TLS certificate';
  const fix =
    'Renew it and write the new files in place of sip.tls.cert and sip.tls.key; they are taken up without a restart.';
  if (until <= now) return { name, ok: false, detail: `ran out on ${day}: carriers refuse calls by TLS`, fix };
  return { name, ok: until - now > WARN_MS, detail: `valid until ${day}`, fix: until - now > WARN_MS ? null : fix };
};
