import { Socket } from 'node:net';
import { messageOf, isPilotError } from '#shared/errors.ts';
import { encodeJson, FRAME, FrameReader, jsonOf, type Frame } from './wire.ts';

/** The worker's side of the pipes. Replies go out on descriptor 3, so that a native library's print cannot break them. */
export interface Replies {
  send(bytes: Buffer): void;
  /** True while the pipe is full: what may be skipped (partials) should be. */
  readonly full: boolean;
}

export interface Worker {
  /** Every frame but load and ping. */
  onFrame(frame: Frame): void;
}

/**
 * Runs this process as a speech worker: waits for its settings, loads, answers heartbeats, and ends when voice does
 * (pipe closed) or on SIGTERM. A terminal's Ctrl-C is voice's to handle.
 */
export const runWorker = <Settings>(load: (settings: Settings, replies: Replies) => Promise<Worker>): void => {
  const out = new Socket({ fd: 3, readable: false, writable: true });
  const end = () => process.exit(0);
  out.on('error', end);
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', end);

  const replies: Replies = {
    send: (bytes) => void out.write(bytes),
    get full() {
      return out.writableNeedDrain;
    },
  };
  const reader = new FrameReader();
  const early: Frame[] = [];
  let worker: Worker | undefined;

  const start = async (settings: Settings): Promise<void> => {
    try {
      const loaded = await load(settings, replies);
      replies.send(encodeJson(FRAME.ready, 0, { rss: process.memoryUsage.rss() }));
      worker = loaded;
      for (const frame of early.splice(0)) worker.onFrame(frame);
    } catch (error) {
      const known = isPilotError(error) ? { code: error.code, fix: error.fix } : {};
      out.end(encodeJson(FRAME.refused, 0, { message: messageOf(error), ...known }), () => process.exit(1));
    }
  };

  process.stdin.on('data', (bytes: Buffer) => {
    for (const frame of reader.push(bytes)) {
      if (frame.type === FRAME.load) void start(jsonOf<Settings>(frame));
      else if (frame.type === FRAME.ping) replies.send(encodeJson(FRAME.pong, 0, { rss: process.memoryUsage.rss() }));
      else if (worker) worker.onFrame(frame);
      else early.push(frame);
    }
  });
  process.stdin.on('end', end);
  process.stdin.on('close', end);
  process.stdin.on('error', end);
};
