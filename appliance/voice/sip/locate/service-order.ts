import type { Protocol } from '../transport/transport.ts';
import type { Naptr, Srv } from './records.ts';

/**
 * The order in which servers are tried: the lowest priority number first; among equals by chance, in proportion to their
 * weights (RFC 2782).
 * @param random in [0, 1)
 */
export const inOrder = (records: readonly Srv[], random: () => number): Srv[] => {
  const priorities = [...new Set(records.map((one) => one.priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) => {
    // Those of weight 0 first, so that they have a small chance too.
    const left = records.filter((one) => one.priority === priority).toSorted((a, b) => a.weight - b.weight);
    const chosen: Srv[] = [];
    while (left.length > 0) {
      const whole = left.reduce((sum, one) => sum + one.weight, 0);
      let at = Math.floor(random() * (whole + 1));
      const next = left.findIndex((one) => (at -= one.weight) <= 0);
      chosen.push(...left.splice(Math.max(0, next), 1));
    }
    return chosen;
  });
};

/** RFC 3263 section 4.1. */
const SERVICES: Readonly<Record<string, Protocol>> = { 'SIP+D2U': 'UDP', 'SIP+D2T': 'TCP', 'SIPS+D2T': 'TLS' };

/** What the domain offers of what we speak, as it prefers it. `sips:` takes TLS alone. */
export const offered = (
  records: readonly Naptr[],
  speaks: (protocol: Protocol) => boolean,
): { readonly protocol: Protocol; readonly name: string }[] =>
  records
    .toSorted((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ service, flags, replacement }) => {
      const protocol = SERVICES[service.toUpperCase()];
      const usable = flags.toLowerCase() === 's' && replacement !== '' && protocol !== undefined && speaks(protocol);
      return usable ? [{ protocol, name: replacement }] : [];
    });

/** Name of a domain's SRV records for a transport (RFC 3263 section 4.1). */
export const serviceName = (protocol: Protocol, domain: string): string =>
  `${{ UDP: '_sip._udp', TCP: '_sip._tcp', TLS: '_sips._tcp' }[protocol]}.${domain}`;
