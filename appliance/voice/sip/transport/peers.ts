import { BlockList, isIP } from 'node:net';
import { PilotError } from '#shared/errors.ts';

export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1'];

/** A socket on :: reports IPv4 peers as ::ffff:a.b.c.d. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;

/**
 * The addresses that may speak SIP to us.
 * @param allowed IP addresses and CIDR ranges
 * @throws PilotError `sip_peer_invalid` naming the entry
 */
export const peerFilter = (allowed: readonly string[] = LOOPBACK): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const entry of allowed) add(list, entry);
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
};

const add = (list: BlockList, entry: string): void => {
  const [address = '', prefix, more] = entry.trim().split('/');
  const family = isIP(address);
  const bits = prefix === undefined ? null : Number(prefix);
  const most = family === 6 ? 128 : 32;
  if (family === 0 || more !== undefined || (bits !== null && (!/^\d+$/.test(prefix ?? '') || bits > most))) {
    throw new PilotError(
      'sip_peer_invalid',
      `sip.allowed holds ${JSON.stringify(entry)}, which is neither an IP address nor a CIDR range`,
      {
        fix: 'Write addresses like 203.0.113.10 or ranges like 203.0.113.0/24.',
      },
    );
  }
  const name = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === null) list.addAddress(address, name);
  else list.addSubnet(address, bits, name);
};
