import { createSocket } from 'node:dgram';

/** A way to a SIP address on which every packet towards it arrives twice. Whoever uses it asks for `rport`. */
export const openDoubling = async (targetPort: number): Promise<{ address: string; close: () => void }> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  let caller = 0;
  socket.on('message', (data, from) => {
    if (from.port === targetPort) return socket.send(data, caller, '127.0.0.1');
    caller = from.port;
    for (let i = 0; i < 2; i++) socket.send(data, targetPort, '127.0.0.1');
  });
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
};
