import { silentLog } from '#observe/log.ts';
import { openMedia } from '#voice/media/media.ts';

/** A program that records a call of silence into the file named first and kills itself after 18 seconds of it. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('names no file for the recording');
const media = await openMedia({ host: '127.0.0.1', portRange: { from: 27_000, to: 27_999 }, log: silentLog() });
const leg = await media.openLeg();
let frames = 0;
leg.onFrame(() => ++frames === 900 && process.kill(process.pid, 'SIGKILL'));
leg.start({
  remoteHost: '127.0.0.1',
  remotePort: 9,
  codec: 'PCMU',
  payloadType: 0,
  dtmfPayloadType: null,
  ptime: 20,
  srtp: null,
  carrier: [],
});
leg.record({ path });
