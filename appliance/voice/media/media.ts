import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Log } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import { FRAME_SAMPLES } from './audio.ts';
import { Leg } from './leg.ts';
import { StreamLeg } from './stream-leg.ts';
import type { SoundLeg } from './sound-leg.ts';
import type { FrameBatch, FromWorker, MediaLoad, MediaTimeouts, Reply, ToWorker, WorkerSettings } from './messages.ts';
import { ONE_WAY_LIMITS, type OneWayLimits } from './one-way.ts';
import type { PortRange } from './ports.ts';
import type { RecordingResult } from './recording.ts';

export interface MediaOptions {
  /** Local address for RTP. */
  readonly host: string;
  readonly portRange: PortRange;
  readonly log: Log;
  /** How long a port rests after its call, ms (default 30 000). */
  readonly quarantineMs?: number;
  /** When silence on the line counts as lost media (default 30 s for the first packet, 15 s later). */
  readonly timeouts?: MediaTimeouts;
  /** When a call whose sound goes one way is told (default 5 s without a packet, 20 s of zeros). */
  readonly oneWay?: OneWayLimits;
  /** How often a leg reports its statistics, ms (default 5000). */
  readonly statsEveryMs?: number;
}

/** The sound of all calls of the process, on its own thread. Disposing closes every leg and finishes every recording. */
export interface Media extends AsyncDisposable {
  /**
   * Binds a pair of ports for one call; nothing is sent before `start`.
   * @throws PilotError `media.ports_exhausted`, `media.bind_failed`, `media.gone`
   */
  openLeg(): Promise<Leg>;
  /**
   * A leg whose line reads and writes the bytes itself; nothing is sent before `start`.
   * @param ahead how many frames the far end is kept ahead; it then tells by marks what it has played. 0: it plays each frame
   *   as it comes
   * @throws PilotError `media.gone`
   */
  openStream(ahead: number): Promise<StreamLeg>;
  /** The media clock's health since the last time this was asked. */
  load(): Promise<MediaLoad>;
  /** The media thread ended by itself: every call on it has lost its sound. Told once. */
  onFailure(listener: (error: PilotError) => void): void;
  close(): Promise<void>;
}

const gone = (cause?: unknown): PilotError =>
  new PilotError('media.gone', 'the media thread is not running', {
    fix: 'Restart the voice process; its log holds the cause.',
    ...(cause === undefined ? {} : { cause }),
  });

/** Starts the media thread. */
export const openMedia = async (options: MediaOptions): Promise<Media> => {
  const { log } = options;
  const settings: WorkerSettings = {
    host: options.host,
    ports: options.portRange,
    quarantineMs: options.quarantineMs ?? 30_000,
    timeouts: options.timeouts ?? { initialMs: 30_000, laterMs: 15_000 },
    oneWay: options.oneWay ?? ONE_WAY_LIMITS,
    statsEveryMs: options.statsEveryMs ?? 5000,
    clockZero: process.hrtime.bigint() - BigInt(Math.round(performance.now() * 1e6)),
  };
  const worker = new Worker(new URL('./media-worker.ts', import.meta.url), { workerData: settings, name: 'media' });
  const legs = new Map<number, SoundLeg>();
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: PilotError) => void }>();
  const failures: ((error: PilotError) => void)[] = [];
  let ids = 0;
  let state: 'running' | 'closing' | 'gone' = 'running';

  const post = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);

  const ask = async <Value>(message: (request: number) => ToWorker): Promise<Value> => {
    if (state === 'gone') throw gone();
    const request = ++ids;
    const reply = await new Promise<Reply>((resolve, reject) => {
      waiting.set(request, { resolve, reject });
      post(message(request));
    });
    if (reply.ok) return reply.value as Value;
    const { code, message: text, fix, retryable } = reply;
    throw new PilotError(code, text, { retryable, ...(fix === undefined ? {} : { fix }) });
  };

  const end = (cause?: unknown): void => {
    if (state === 'gone') return;
    const expected = state === 'closing';
    state = 'gone';
    const error = gone(cause);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    legs.clear();
    if (expected) return;
    log.fatal({ err: cause }, 'media thread ended');
    for (const tell of failures) tell(error);
  };

  const each = (batch: FrameBatch, take: (leg: SoundLeg, frame: Int16Array, atMs: number) => void): void =>
    batch.legs.forEach((id, i) => {
      const leg = legs.get(id);
      if (leg) take(leg, batch.pcm.slice(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES), batch.atMs[i] ?? 0);
    });

  worker.on('message', (message: FromWorker) => {
    if (message.type === 'frames') {
      // Ours first: what is heard may be its echo.
      each(message.sent, (leg, frame, atMs) => leg.deliverSent(frame, atMs));
      each(message.heard, (leg, frame, atMs) => leg.deliver(frame, atMs));
    } else if (message.type === 'leg') {
      legs.get(message.leg)?.handle(message.event);
    } else {
      waiting.get(message.request)?.resolve(message.reply);
      waiting.delete(message.request);
    }
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the media thread exited with code ${code}`)));

  const closeLeg = async (id: number): Promise<RecordingResult | null> => {
    try {
      return state === 'gone' ? null : await ask((request) => ({ type: 'close', request, leg: id }));
    } finally {
      legs.delete(id);
    }
  };

  const close = async (): Promise<void> => {
    if (state !== 'running') return;
    state = 'closing';
    // A thread that dies while closing has nothing left to close.
    await ask<null>((request) => ({ type: 'shutdown', request })).catch(() => null);
    await worker.terminate();
    end();
  };

  return {
    async openLeg() {
      const id = ++ids;
      const { port } = await ask<{ port: number }>((request) => ({ type: 'open', request, leg: id }));
      const leg = new Leg({
        id,
        host: options.host,
        port,
        log,
        command: (command, transfer) => post({ type: 'leg', leg: id, command }, transfer),
        resolve: async (name) => (isIP(name) === 0 ? (await lookup(name)).address : name),
        close: () => closeLeg(id),
      });
      legs.set(id, leg);
      return leg;
    },
    async openStream(ahead) {
      const id = ++ids;
      await ask<null>((request) => ({ type: 'open.stream', request, leg: id, ahead }));
      const leg = new StreamLeg({
        id,
        command: (command, transfer) => post({ type: 'leg', leg: id, command }, transfer),
        close: () => closeLeg(id),
      });
      legs.set(id, leg);
      return leg;
    },
    load: () => ask<MediaLoad>((request) => ({ type: 'load', request })),
    onFailure: (listener) => void failures.push(listener),
    close,
    [Symbol.asyncDispose]: close,
  };
};
