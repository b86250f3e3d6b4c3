import { createHistogram } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { isPilotError, messageOf } from '#shared/errors.ts';
import { FRAME_MS, FRAME_SAMPLES } from './audio.ts';
import { comeFirst } from './first-in-line.ts';
import type { TimedFrame } from './leg-sound.ts';
import { MediaLeg } from './media-leg.ts';
import { MediaStream } from './media-stream.ts';
import type {
  FrameBatch,
  FromWorker,
  JoinCommand,
  LegCommand,
  LegEvent,
  MediaLoad,
  Reply,
  StreamCommand,
  ToWorker,
  WorkerSettings,
} from './messages.ts';
import { Deadlines } from './pacing.ts';
import { PortPool } from './ports.ts';
import { bindPair } from './socket-pair.ts';

/** The media thread: the sound of all calls of this process, one clock for them all. Nothing else may run here. */
const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error('media-worker.ts runs as a worker thread only');
comeFirst();

const clockOffset = Number(process.hrtime.bigint() - settings.clockZero) / 1e6 - performance.now();
const now = (): number => performance.now() + clockOffset;
const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const pool = new PortPool(settings.ports, settings.quarantineMs);
/** Legs over RTP with their port, and those whose bytes the main thread carries. */
type OpenLeg =
  | { readonly kind: 'rtp'; readonly media: MediaLeg; readonly port: number }
  | { readonly kind: 'stream'; readonly media: MediaStream };
const legs = new Map<number, OpenLeg>();

/** Legs that hear each other, both ways round. */
const joined = new Map<number, number>();

const lateness = createHistogram();
let ticks = 0;
let cpuBefore = process.threadCpuUsage();
let deadlines: Deadlines | null = null;

interface LegFrame extends TimedFrame {
  readonly leg: number;
}

const batch = (frames: readonly LegFrame[]): FrameBatch => {
  const pcm = new Int16Array(frames.length * FRAME_SAMPLES);
  frames.forEach(({ frame }, i) => pcm.set(frame, i * FRAME_SAMPLES));
  return {
    legs: Uint32Array.from(frames, ({ leg }) => leg),
    atMs: Float64Array.from(frames, ({ atMs }) => atMs),
    pcm,
  };
};

const tick = (): void => {
  const started = [...legs].filter(([, leg]) => leg.media.started);
  if (started.length === 0 || deadlines === null) {
    deadlines = null;
    return;
  }
  const at = now();
  const due = deadlines.due(at);
  if (due.send > 0) {
    ticks += due.send + due.skip;
    lateness.record(Math.max(1, Math.round(due.lateMs * 1000)));
    const heard: LegFrame[] = [];
    const sent: LegFrame[] = [];
    for (const [leg, { media }] of started) {
      const passed = media.tick(at, due.send, due.skip);
      passed.frames.forEach((frame, i) => heard.push({ leg, atMs: passed.atMs + FRAME_MS * i, frame }));
      for (const one of passed.sent) sent.push({ leg, ...one });
    }
    if (heard.length + sent.length > 0) {
      const batches = { heard: batch(heard), sent: batch(sent) };
      send({ type: 'frames', ...batches }, [batches.heard.pcm.buffer, batches.sent.pcm.buffer]);
    }
  }
  setTimeout(tick, Math.max(0, due.nextAt - now()));
};

const startClock = (): void => {
  if (deadlines !== null) return;
  deadlines = new Deadlines(now());
  tick();
};

const open = async (leg: number): Promise<{ port: number }> => {
  const sockets = await bindPair(pool, settings.host, now);
  const media = new MediaLeg({
    sockets,
    now,
    emit: (event) => send({ type: 'leg', leg, event }),
    timeouts: settings.timeouts,
    oneWay: settings.oneWay,
    statsEveryMs: settings.statsEveryMs,
  });
  legs.set(leg, { kind: 'rtp', media, port: sockets.port });
  return { port: sockets.port };
};

const join = (id: number, { other, record }: JoinCommand): void => {
  const [one, two] = [legs.get(id), legs.get(other)];
  if (!one || !two) return;
  one.media.join(two.media, record);
  two.media.join(one.media, false);
  joined.set(id, other).set(other, id);
};

const part = (id: number): void => {
  const other = joined.get(id);
  if (other === undefined) return;
  joined.delete(id);
  joined.delete(other);
  legs.get(other)?.media.part();
};

const openStream = (leg: number, ahead: number): void => {
  const emit = (event: LegEvent): void => send({ type: 'leg', leg, event });
  const { timeouts, oneWay } = settings;
  legs.set(leg, { kind: 'stream', media: new MediaStream({ now, emit, timeouts, oneWay, ahead }) });
};

const obey = (id: number, command: LegCommand | StreamCommand): void => {
  const leg = legs.get(id);
  if (leg?.kind === 'rtp') leg.media.obey(command as LegCommand);
  else leg?.media.obey(command as StreamCommand);
  if (command.type === 'start' || command.type === 'begin') startClock();
};

const close = async (id: number): Promise<Awaited<ReturnType<MediaLeg['close']>>> => {
  const leg = legs.get(id);
  if (leg === undefined) return null;
  legs.delete(id);
  part(id);
  const recording = await leg.media.close();
  if (leg.kind === 'rtp') pool.release(leg.port, now());
  return recording;
};

const load = (): MediaLoad => {
  const cpu = process.threadCpuUsage();
  const cpuMs = (cpu.user + cpu.system - cpuBefore.user - cpuBefore.system) / 1000;
  const result = {
    legs: legs.size,
    ticks,
    lateP50: lateness.count === 0 ? 0 : lateness.percentile(50) / 1000,
    lateP99: lateness.count === 0 ? 0 : lateness.percentile(99) / 1000,
    lateMax: lateness.count === 0 ? 0 : lateness.max / 1000,
    cpuMs,
  };
  cpuBefore = cpu;
  ticks = 0;
  lateness.reset();
  return result;
};

const answer = async (request: number, work: () => Promise<Extract<Reply, { ok: true }>['value']>): Promise<void> => {
  let reply: Reply;
  try {
    reply = { ok: true, value: await work() };
  } catch (error) {
    const known = isPilotError(error) ? error : null;
    reply = {
      ok: false,
      code: known?.code ?? 'media.failed',
      message: known?.cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(known.cause)}`,
      fix: known?.fix,
      retryable: known?.retryable ?? false,
    };
  }
  send({ type: 'reply', request, reply });
};

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'leg':
      if (message.command.type === 'join') return join(message.leg, message.command);
      return obey(message.leg, message.command);
    case 'open':
      return void answer(message.request, () => open(message.leg));
    case 'open.stream':
      return void answer(message.request, async () => (openStream(message.leg, message.ahead), null));
    case 'close':
      return void answer(message.request, () => close(message.leg));
    case 'load':
      return void answer(message.request, async () => load());
    case 'shutdown':
      return void answer(message.request, async () => {
        await Promise.all([...legs.keys()].map(close));
        return null;
      }).then(() => port.close());
  }
});
