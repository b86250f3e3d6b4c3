import { fork, type ChildProcess } from 'node:child_process';
import type { Log } from '#observe/log.ts';
import { FATAL_EXIT } from '#shared/process.ts';

export interface ChildPlan {
  readonly name: string;
  readonly module: string;
  /** Arguments of each start; asked anew, so that a port chosen at the first start is kept. */
  readonly args: () => string[];
  readonly log: Log;
  readonly onReady: (info: Record<string, unknown>, pid: number) => void;
  readonly onDown: (reason: string) => void;
  /** The child said that starting again is useless. */
  readonly onFatal: (code: number) => void;
}

const BACKOFF_MS = [0, 100, 300, 1000, 3000, 5000];
/** A child that lived this long starts again at once. */
const STABLE_MS = 10_000;
const STOP_LIMIT_MS = 10_000;

/** One supervised process: started again with back-off when it dies, ended politely and then by force. */
export class SupervisedChild {
  readonly #plan: ChildPlan;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #startedAt = 0;
  #starts = 0;
  #stopping = false;

  constructor(plan: ChildPlan) {
    this.#plan = plan;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): void {
    this.#startedAt = performance.now();
    const child = fork(this.#plan.module, this.#plan.args(), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: this.#environment(),
    });
    this.#child = child;
    child.on('message', (message: Record<string, unknown>) => {
      if (message['ready'] === true) this.#plan.onReady(message, child.pid ?? 0);
    });
    child.on('error', (error) =>
      this.#plan.log.error({ child: this.#plan.name, cause: error.message }, 'process could not be started'),
    );
    child.once('exit', (code, signal) => this.#ended(code, signal));
  }

  /** A fault that a test ordered ends the first start alone. */
  #environment(): NodeJS.ProcessEnv {
    const { PILOT_FAULT: fault, ...rest } = process.env;
    return this.#starts++ === 0 && fault !== undefined ? { ...rest, PILOT_FAULT: fault } : rest;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = null;
    if (this.#stopping) return;
    if (code === FATAL_EXIT) return this.#plan.onFatal(code);
    const reason = signal ?? `exit code ${code}`;
    this.#failures = performance.now() - this.#startedAt > STABLE_MS ? 0 : this.#failures + 1;
    const wait = BACKOFF_MS[Math.min(Math.max(this.#failures - 1, 0), BACKOFF_MS.length - 1)] ?? 0;
    this.#plan.log.error({ child: this.#plan.name, reason, againInMs: wait }, 'process ended; starting it again');
    this.#plan.onDown(reason);
    this.#timer = setTimeout(() => this.start(), wait);
  }
}
