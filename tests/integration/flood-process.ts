import { createSocket } from 'node:dgram';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Sends bad packets at a steady rate: half from an address that may not speak SIP to the box, half from one that may. Prints how
 * many it sent.
 * Arguments: port of the box, packets a second, seconds.
 */
const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);

const header = (method: string, n: number): string =>
  `${method} sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bK${n}\r\nUser-Agent: friendly-scanner\r\n`;
const BAD: readonly ((n: number) => Buffer)[] = [
  (n) => Buffer.from(`${header('OPTIONS', n)}From: <sip:100@1.1.1.1>;tag=${n}\r\nTo: <sip:100@1.1.1.1>\r\n\r\n`),
  (n) => Buffer.from(`${header('REGISTER', n)}Content-Length: 99999999999\r\n\r\n`),
  () => Buffer.from([0xff, 0x00, 0x80, 0x0d, 0x0a, 0x0d]),
  (n) => Buffer.from(`${header('INVITE', n)}${`X-${'a'.repeat(40)}: ${'b'.repeat(400)}\r\n`.repeat(20)}\r\n`),
  () => Buffer.alloc(1400, '<'),
  (n) => Buffer.from(`SIP/2.0 200 OK\r\nCall-ID: ${n}\r\n\r\n`),
];

const sockets = ['127.0.0.2', '127.0.0.1'].map((host) => {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  return socket;
});
const start = performance.now();
let sent = 0;
for (let now = 0; now < seconds * 1000; now = performance.now() - start) {
  for (; sent < (now * rate) / 1000; sent++) {
    const make = BAD[Math.floor(sent / 2) % BAD.length];
    if (make) sockets[sent % 2]?.send(make(sent), port, '127.0.0.1');
  }
  await wait(1);
}
process.stdout.write(`${sent}\n`);
for (const socket of sockets) socket.close();
