import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { connect, isIPv6 } from 'node:net';
import { decode, encode, RECURSION_DESIRED, type Answer, type DecodedPacket } from 'dns-packet';
import { parseHostPort } from '../parse/uri.ts';

export interface DnsAnswer {
  readonly answers: readonly Answer[];
  /** Seconds that it may be kept. */
  readonly ttl: number;
}

type RecordKind = 'NAPTR' | 'SRV' | 'A' | 'AAAA';

/** How long each server is given, ms; every server is asked twice, as long as there is time. */
const TRY_MS = 1_000;
const ROUNDS = 2;
const WHOLE_MS = 3_500;
/** Of an answer that says that there is nothing, when it brings no SOA (RFC 2308 section 5). */
const NOTHING_TTL = 60;

/**
 * Asks recursive name servers, one after the other; over TCP when an answer is too long for UDP (RFC 7766).
 * @param servers IP addresses, with or without a port; those of the system when empty
 * @returns records of that kind only; none when the name has none
 * @throws when no server gave an answer
 */
export const askDns = async (servers: readonly string[], name: string, kind: RecordKind): Promise<DnsAnswer> => {
  let last: unknown = new Error('no name server is configured');
  const end = performance.now() + WHOLE_MS;
  for (let round = 0; round < ROUNDS; round++) {
    for (const server of servers.length > 0 ? servers : getServers()) {
      if (performance.now() > end) throw last;
      try {
        return read(await exchange(server, name, kind), kind);
      } catch (error) {
        last = error;
      }
    }
  }
  throw last;
};

const read = (packet: DecodedPacket, kind: RecordKind): DnsAnswer => {
  const code = (packet as { rcode?: string }).rcode ?? 'NOERROR';
  if (code !== 'NOERROR' && code !== 'NXDOMAIN') throw new Error(`the name server said ${code}`);
  const all = packet.answers ?? [];
  const answers = all.filter((one) => one.type === kind);
  const ttls = all.flatMap((one) => ('ttl' in one && typeof one.ttl === 'number' ? [one.ttl] : []));
  if (answers.length > 0) return { answers, ttl: Math.min(...ttls) };
  const soa = packet.authorities?.find((one) => one.type === 'SOA');
  return { answers, ttl: Math.min(soa?.ttl ?? NOTHING_TTL, soa?.data.minimum ?? NOTHING_TTL) };
};

const exchange = async (server: string, name: string, kind: RecordKind): Promise<DecodedPacket> => {
  const at = isIPv6(server) ? { host: server, port: null } : parseHostPort(server);
  if (!at) throw new Error(`${server} is no address of a name server`);
  const id = randomInt(65_536);
  const query = encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ type: kind, name }] });
  const fits = (packet: DecodedPacket): boolean =>
    packet.id === id &&
    packet.type === 'response' &&
    packet.questions?.[0]?.name.toLowerCase() === name.toLowerCase() &&
    packet.questions[0].type === kind;
  const answer = await overUdp(at.host, at.port ?? 53, query, fits);
  return answer.flag_tc ? overTcp(at.host, at.port ?? 53, query, fits) : answer;
};

type Fits = (packet: DecodedPacket) => boolean;

/** From a port of its own, so that nobody can guess where an answer is awaited (RFC 5452 section 9.2). */
const overUdp = (host: string, port: number, query: Buffer, fits: Fits): Promise<DecodedPacket> =>
  new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const end = (act: () => void): void => {
      clearTimeout(timer);
      socket.close();
      act();
    };
    const timer = setTimeout(() => end(() => reject(new Error('the name server did not answer'))), TRY_MS);
    timer.unref();
    socket.once('error', (error) => end(() => reject(error)));
    socket.on('message', (data) => {
      const packet = readPacket(data);
      if (packet && fits(packet)) end(() => resolve(packet));
    });
    // Connected: the system drops what comes from elsewhere, and tells when nobody listens.
    socket.connect(port, host, () => socket.send(query));
  });

const overTcp = (host: string, port: number, query: Buffer, fits: Fits): Promise<DecodedPacket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let held = Buffer.alloc(0);
    const end = (act: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      act();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const timer = setTimeout(() => fail(new Error('the name server did not answer')), 2 * TRY_MS);
    timer.unref();
    socket.on('error', fail);
    socket.on('end', () => fail(new Error('the name server hung up')));
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      if (held.length < 2 || held.length < 2 + held.readUInt16BE()) return;
      const packet = readPacket(held.subarray(2, 2 + held.readUInt16BE()));
      if (packet && fits(packet)) end(() => resolve(packet));
      else fail(new Error('the name server answered something else'));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });

const readPacket = (data: Buffer): DecodedPacket | null => {
  try {
    return decode(data);
  } catch {
    return null;
  }
};
