import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { decode, encode, TRUNCATED_RESPONSE, type Answer, type Packet } from 'dns-packet';

/** A recursive name server on loopback that knows one zone by heart. */
export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:port`, as settings name it. */
  readonly where: string;
  /** Answers by name and kind; what is not here does not exist. */
  zone: readonly Answer[];
  /** `SRV _sip._udp.carrier.example`, in order; TCP questions end in ` by TCP`. */
  readonly asked: string[];
  /** What it does with questions. */
  mood: 'answers' | 'silent' | 'fails' | 'truncates' | 'lies';
}

const SECONDS = 300;

export const srv = (
  name: string,
  port: number,
  target: string,
  more: { priority?: number; weight?: number; ttl?: number } = {},
): Answer => ({
  type: 'SRV',
  name,
  ttl: more.ttl ?? SECONDS,
  data: { port, target, priority: more.priority ?? 10, weight: more.weight ?? 10 },
});

export const naptr = (name: string, order: number, service: string, replacement: string): Answer => ({
  type: 'NAPTR',
  name,
  ttl: SECONDS,
  data: { order, preference: 10, flags: 's', services: service, regexp: '', replacement },
});

export const address = (name: string, data: string, ttl = SECONDS): Answer => ({
  type: data.includes(':') ? 'AAAA' : 'A',
  name,
  ttl,
  data,
});

const SERVFAIL = 2;
const NXDOMAIN = 3;

export const openDnsServer = async (zone: readonly Answer[] = []): Promise<DnsServer> => {
  const udp = createSocket('udp4');
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const { port } = udp.address();

  const answer = (query: Buffer, by: 'UDP' | 'TCP'): Buffer | null => {
    const { id, questions } = decode(query);
    const [question] = questions ?? [];
    if (!question) return null;
    server.asked.push(`${question.type} ${question.name}${by === 'TCP' ? ' by TCP' : ''}`);
    if (server.mood === 'silent') return null;
    const truncated = server.mood === 'truncates' && by === 'UDP';
    const known = server.zone.filter(({ name }) => name.toLowerCase() === question.name.toLowerCase());
    const answers = known.filter(({ type }) => type === question.type);
    const code = server.mood === 'fails' ? SERVFAIL : known.length === 0 ? NXDOMAIN : 0;
    const packet: Packet = {
      type: 'response',
      id: server.mood === 'lies' ? ((id ?? 0) + 1) % 65_536 : (id ?? 0),
      flags: code | (truncated ? TRUNCATED_RESPONSE : 0),
      questions: [question],
      answers: truncated || code !== 0 ? [] : answers,
    };
    return encode(packet);
  };

  udp.on('message', (query, from) => {
    const reply = answer(query, 'UDP');
    if (reply) udp.send(reply, from.port, from.address);
  });
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const reply = answer(data.subarray(2), 'TCP');
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      // In two pieces, as a stream may come.
      socket.write(length);
      socket.write(reply);
    });
  });
  tcp.listen(port, '127.0.0.1');
  await once(tcp, 'listening');

  const server: DnsServer = {
    where: `127.0.0.1:${port}`,
    zone,
    asked: [],
    mood: 'answers',
    [Symbol.asyncDispose]: async () => {
      udp.close();
      tcp.close();
      await Promise.all([once(udp, 'close'), once(tcp, 'close')]);
    },
  };
  return server;
};
