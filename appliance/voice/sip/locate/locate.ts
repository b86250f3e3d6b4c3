import { isIP } from 'node:net';
import { messageOf } from '#shared/errors.ts';
import { parseUri, type Uri } from '../parse/uri.ts';
import { defaultPort, type Protocol, type Target } from '../transport/transport.ts';
import type { Records } from './records.ts';
import { inOrder, offered, serviceName } from './service-order.ts';

/** How a trunk is reached, where a URI leaves it open. */
export interface Way {
  /** Null: as the URI's domain prefers. */
  readonly protocol: Protocol | null;
  /** Name that certificates of the trunk are made out to; null: that of each URI. */
  readonly serverName: string | null;
  /** Stands for URIs that hold an IP address, which certificates seldom do. */
  readonly domain: string | null;
  /** PEM; null: the public authorities. */
  readonly ca: string | null;
}

export const ANY_WAY: Way = { protocol: null, serverName: null, domain: null, ca: null };

export interface LocateParts {
  readonly records: Records;
  /** Of our sockets. */
  readonly family: 4 | 6;
  readonly speaks: (protocol: Protocol) => boolean;
  /** In [0, 1), for the weights of SRV. */
  readonly random: () => number;
}

/** Finds out where the requests for a URI go: every target in the order in which they are to be tried (RFC 3263 section 4). */
export type Locate = (
  uri: string,
  way: Way,
  found: (targets: readonly [Target, ...Target[]]) => void,
  failed: (cause: string) => void,
) => void;

const NAMED: Readonly<Record<string, Protocol>> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' };
const ALL: readonly Protocol[] = ['UDP', 'TCP', 'TLS'];

/** The transport that the URI asks for; null leaves it open, undefined is one that cannot be. */
const asked = (uri: Uri): Protocol | null | undefined => {
  const named = uri.params.get('transport')?.toLowerCase();
  const protocol = named === undefined ? null : NAMED[named];
  if (uri.scheme !== 'sips') return protocol;
  return protocol === 'UDP' || protocol === undefined ? undefined : 'TLS';
};

interface Place {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export const locator = (parts: LocateParts): Locate => {
  const { records, family, speaks, random } = parts;

  const addressesOf = async ({ host, port, protocol }: Place): Promise<Target[]> =>
    isIP(host)
      ? [{ address: host, port, protocol }]
      : (await records.addresses(host, family)).map((address) => ({ address, port, protocol }));

  /** Null: the domain has no such records. */
  const services = async (protocol: Protocol, name: string): Promise<Place[] | null> => {
    const found = await records.srv(name);
    if (found.length === 0) return null;
    return inOrder(
      found.filter((one) => one.target !== ''),
      random,
    ).map(({ target, port }) => ({
      host: target,
      port,
      protocol,
    }));
  };

  const places = async (uri: Uri, protocol: Protocol | null): Promise<Place[]> => {
    const { host } = uri;
    const plain = (one: Protocol): Place => ({ host, port: uri.port ?? defaultPort(one), protocol: one });
    // A name without a dot is one of this house, where nobody keeps such records.
    if (uri.port !== null || !host.includes('.')) return [plain(protocol ?? 'UDP')];
    // A name server that does not know these records must not keep us from the plain address.
    const lenient = async <T>(asking: Promise<T>, otherwise: T): Promise<T> => asking.catch(() => otherwise);
    if (protocol !== null)
      return (await lenient(services(protocol, serviceName(protocol, host)), null)) ?? [plain(protocol)];
    const named = offered(await lenient(records.naptr(host), []), speaks);
    const choices =
      named.length > 0 ? named : ALL.filter(speaks).map((one) => ({ protocol: one, name: serviceName(one, host) }));
    const found = await Promise.all(choices.map((one) => lenient(services(one.protocol, one.name), null)));
    return found.every((one) => one === null)
      ? [plain(named[0]?.protocol ?? 'UDP')]
      : found.flatMap((one) => one ?? []);
  };

  return (text, way, found, failed) => {
    const uri = parseUri(text);
    if (!uri || (uri.scheme !== 'sip' && uri.scheme !== 'sips')) return failed('the next hop is not a sip URI');
    const wanted = asked(uri);
    const protocol = wanted === null ? way.protocol : wanted;
    if (protocol === undefined || (protocol !== null && !speaks(protocol)))
      return failed(
        `the next hop asks for a transport that is not spoken here: ${uri.params.get('transport') ?? protocol}`,
      );
    const numeric = isIP(uri.host) !== 0;
    const serverName = way.serverName ?? (numeric ? (way.domain ?? uri.host) : uri.host);
    const trusted = (one: Target): Target =>
      one.protocol === 'TLS' ? { ...one, trust: { serverName, ...(way.ca === null ? {} : { ca: way.ca }) } } : one;
    if (numeric) {
      const one = protocol ?? 'UDP';
      return found([trusted({ address: uri.host, port: uri.port ?? defaultPort(one), protocol: one })]);
    }
    const nobody = `the name of the next hop, ${uri.host}, was not found`;
    void (async () => {
      const all = await places(uri, protocol);
      const targets = await Promise.allSettled(all.map(addressesOf));
      const [first, ...more] = targets.flatMap((one) => (one.status === 'fulfilled' ? one.value.map(trusted) : []));
      const fault = targets.find((one) => one.status === 'rejected');
      return first ? ([first, ...more] as const) : fault ? `${nobody}: ${messageOf(fault.reason)}` : nobody;
    })()
      .catch((error: unknown) => `${nobody}: ${messageOf(error)}`)
      .then((result) => {
        if (typeof result === 'string') failed(result);
        else found(result);
      });
  };
};
