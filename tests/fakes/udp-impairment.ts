import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';

/**
 * What happens to a datagram: one delay in ms for each copy that is delivered. `[]` loses it, `[0]` passes it, `[0, 0]` doubles
 * it, `[30]` brings it late.
 */
export type Impairment = (direction: 'a-to-b' | 'b-to-a', count: number, datagram: Buffer) => readonly number[];

export interface ImpairedPath extends AsyncDisposable {
  /** Where `a` sends: it believes that its peer is here. */
  readonly towardsB: number;
  /** Where `b` sends. */
  readonly towardsA: number;
}

const bind = async (): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

/** A bad line between two UDP ports of this machine, in both directions. */
export const openImpairedPath = async (ports: { a: number; b: number }, fate: Impairment): Promise<ImpairedPath> => {
  const [nearA, nearB] = await Promise.all([bind(), bind()]);
  const counts = { 'a-to-b': 0, 'b-to-a': 0 };
  let open = true;
  const forward = (direction: 'a-to-b' | 'b-to-a', from: Socket, out: Socket, port: number): void => {
    from.on('message', (datagram) => {
      for (const delay of fate(direction, counts[direction]++, datagram)) {
        const send = (): void => {
          if (open) out.send(datagram, port, '127.0.0.1');
        };
        if (delay === 0) send();
        else void after(delay).then(send);
      }
    });
  };
  forward('a-to-b', nearA, nearB, ports.b);
  forward('b-to-a', nearB, nearA, ports.a);
  return {
    towardsB: nearA.address().port,
    towardsA: nearB.address().port,
    async [Symbol.asyncDispose]() {
      open = false;
      await Promise.all([nearA, nearB].map((socket) => new Promise<void>((done) => socket.close(done))));
    },
  };
};
