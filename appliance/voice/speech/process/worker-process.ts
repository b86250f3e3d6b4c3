import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Readable, Writable } from 'node:stream';
import type { Log } from '#observe/log.ts';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';
import { afterDeath, freshStart, type RestartState } from './restart.ts';
import { StderrTail } from './stderr-tail.ts';
import { encodeFrame, encodeJson, FRAME, FrameReader, jsonOf, type Frame } from './wire.ts';

export interface WorkerLimits {
  /** Time a worker has from its start to `ready`. */
  readonly startMs: number;
  readonly heartbeatMs: number;
  /** Silence after which a worker counts as hung. A decode of a long utterance must fit in. */
  readonly hungMs: number;
  readonly memoryBytes: number;
}

const WORKER_LIMITS: WorkerLimits = {
  startMs: 90_000,
  heartbeatMs: 2_000,
  hungMs: 15_000,
  memoryBytes: 3 * 1024 ** 3,
};

export interface WorkerOptions {
  /** Name in logs and errors. */
  readonly name: string;
  /** The worker's program. */
  readonly entry: URL;
  readonly settings: unknown;
  /** Code and fix of the error when it cannot be started. */
  readonly failure: { readonly code: string; readonly fix: string };
  readonly log: Log;
  readonly limits?: Partial<WorkerLimits>;
  onFrame(frame: Frame): void;
  /** A worker is ready: at the start, and again after every restart. */
  onReady(): void;
  /** The worker died or was ended for hanging or for its memory; another one is on its way. */
  onDeath(reason: string): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly input: Writable;
  readonly startedAt: number;
  readyAt: number | undefined;
  heardAt: number;
  /** Why we ended it ourselves, if we did. */
  reason: string | undefined;
}

/**
 * One supervised worker process. States: starting -> ready -> (dead -> waiting -> starting)*, until `stop`.
 * A native abort in a model library ends the worker alone.
 */
export class WorkerProcess {
  private readonly options: WorkerOptions;
  private readonly limits: WorkerLimits;
  private running: Running | undefined;
  private restart: RestartState = freshStart;
  private heartbeat: NodeJS.Timeout | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: WorkerOptions) {
    this.options = options;
    this.limits = { ...WORKER_LIMITS, ...options.limits };
  }

  get pid(): number | undefined {
    return this.running?.child.pid;
  }

  get ready(): boolean {
    return this.running?.readyAt !== undefined;
  }

  /**
   * Starts the first worker.
   * @throws PilotError with the options' failure code when it ends, refuses or stays silent before it was ready
   */
  async start(): Promise<void> {
    await this.launch();
    this.heartbeat = setInterval(() => this.beat(), this.limits.heartbeatMs);
    this.heartbeat.unref();
  }

  /** Sends if a worker is ready; false otherwise. What is sent is queued without limit: audio is never dropped. */
  send(bytes: Buffer): boolean {
    if (!this.running || this.running.readyAt === undefined) return false;
    this.running.input.write(bytes);
    return true;
  }

  /** Closes the pipe and waits for the end; kills after 2 s. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.heartbeat);
    clearTimeout(this.waiting);
    const { child, input } = this.running ?? {};
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    input?.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(late);
  }

  private async launch(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', fileURLToPath(this.options.entry)],
      {
        stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const now = performance.now();
    const input = child.stdio[0] as Writable;
    const running: Running = { child, input, startedAt: now, readyAt: undefined, heardAt: now, reason: undefined };
    this.running = running;
    const stderr = new StderrTail(child.stdio[2] as Readable);
    input.on('error', () => undefined);

    await new Promise<void>((resolve, reject) => {
      let refusal: PilotError | undefined;
      const late = setTimeout(
        () => this.end(running, `not ready within ${this.limits.startMs} ms`),
        this.limits.startMs,
      );
      const reader = new FrameReader();
      const take = (frame: Frame): void => {
        if (frame.type === FRAME.ready) {
          clearTimeout(late);
          running.readyAt = performance.now();
          this.options.onReady();
          resolve();
        } else if (frame.type === FRAME.refused) refusal = this.refusal(frame);
        else if (frame.type === FRAME.pong) this.weigh(running, jsonOf<{ rss: number }>(frame).rss);
        else this.options.onFrame(frame);
      };
      (child.stdio[3] as Readable).on('data', (bytes: Buffer) => {
        running.heardAt = performance.now();
        try {
          for (const frame of reader.push(bytes)) take(frame);
        } catch (error) {
          this.end(running, `broken reply: ${messageOf(error)}`);
        }
      });
      child.once('error', (error) => {
        refusal = this.failed(messageOf(error));
      });
      child.once('close', (code, signal) => {
        clearTimeout(late);
        const how = running.reason ?? (signal === null ? `exit code ${code}` : `signal ${signal}`);
        const last = stderr.last();
        const reason = last === '' ? how : `${how}: ${last}`;
        const failure = refusal ?? this.failed(reason);
        this.died(running, running.readyAt === undefined ? failure.message : reason);
        reject(failure);
      });
      input.write(encodeJson(FRAME.load, 0, this.options.settings));
    });
  }

  private failed(reason: string): PilotError {
    const { failure, name } = this.options;
    return new PilotError(failure.code, `${name} could not be started: ${reason}`, { fix: failure.fix });
  }

  private refusal(frame: Frame): PilotError {
    const told = jsonOf<{ message: string; code?: string; fix?: string }>(frame);
    if (told.code === undefined) return this.failed(told.message);
    return new PilotError(told.code, told.message, { fix: told.fix ?? this.options.failure.fix });
  }

  private died(running: Running, reason: string): void {
    if (this.running !== running) return;
    this.running = undefined;
    if (this.stopped) return;
    if (this.heartbeat === undefined) return; // the first start: its caller gets the error
    const upMs = running.readyAt === undefined ? 0 : performance.now() - running.readyAt;
    const { state, delayMs } = afterDeath(this.restart, upMs);
    this.restart = state;
    this.options.log.warn({ worker: this.options.name, reason, delayMs }, 'speech worker ended; starting another');
    this.options.onDeath(reason);
    this.waiting = setTimeout(() => {
      this.launch().catch((error: unknown) => {
        if (!isPilotError(error))
          this.options.log.error({ err: error, worker: this.options.name }, 'speech worker restart failed');
      });
    }, delayMs);
  }

  private beat(): void {
    const { running } = this;
    if (!running || running.readyAt === undefined) return;
    const silentMs = performance.now() - running.heardAt;
    if (silentMs > this.limits.hungMs) this.end(running, `no heartbeat for ${Math.round(silentMs)} ms`);
    else running.input.write(encodeFrame(FRAME.ping, 0, Buffer.alloc(0)));
  }

  private weigh(running: Running, rss: number): void {
    if (rss > this.limits.memoryBytes) this.end(running, `memory limit: ${Math.round(rss / 1024 ** 2)} MB in use`);
  }

  private end(running: Running, reason: string): void {
    running.reason ??= reason;
    running.child.kill('SIGKILL');
  }
}
