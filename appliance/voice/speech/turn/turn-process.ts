import type { Log } from '#observe/log.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import type { EngineState } from '#shared/link/messages.ts';
import type { TurnDetector } from '../ports.ts';
import { encodeSamples, FRAME, jsonOf, type Frame } from '../process/wire.ts';
import { WorkerProcess, type WorkerLimits } from '../process/worker-process.ts';
import { RUNTIME_FIX, type TurnModel } from './model.ts';

/** A judgement that comes later than this is of no use: silence has decided by then, ms. */
const JUDGE_WITHIN_MS = 300;
/** Wait before a model that could not be loaded is tried again, ms. */
const AGAIN_MS = 60_000;
/** Its name in health. */
export const TURN_ENGINE = 'end-of-turn model';

export interface TurnProcessOptions {
  readonly model: TurnModel;
  readonly log: Log;
  /** Another program that speaks the same frames. */
  readonly entry?: URL;
  readonly judgeWithinMs?: number;
  readonly againMs?: number;
  readonly limits?: Partial<WorkerLimits>;
}

/**
 * The end-of-turn model in a process of its own (two ONNX runtimes do not share one). It starts behind our back; while it is not
 * there, silence and words decide alone, and health says so.
 */
export class TurnProcess implements TurnDetector {
  readonly #options: TurnProcessOptions;
  readonly #worker: WorkerProcess;
  readonly #waiting = new Map<number, (probability: number | null) => void>();
  #count = 0;
  #again: NodeJS.Timeout | null = null;
  #reason: string | null = 'it is being loaded';
  #fix: string | null = null;
  #tried = false;
  #stopped = false;

  constructor(options: TurnProcessOptions) {
    this.#options = options;
    this.#worker = new WorkerProcess({
      name: `${TURN_ENGINE} ${options.model.name}`,
      entry: options.entry ?? new URL('./worker.ts', import.meta.url),
      settings: options.model,
      failure: {
        code: 'turn_model_failed',
        fix: `Fetch it again with \`pilot models get ${options.model.name}\`. ${RUNTIME_FIX}`,
      },
      log: options.log,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onFrame: (frame) => this.#onFrame(frame),
      onReady: () => {
        this.#reason = null;
        this.#fix = null;
      },
      onDeath: (reason) => this.#gone(reason, null),
    });
  }

  get available(): boolean {
    return this.#worker.ready && this.#reason === null;
  }

  get state(): EngineState {
    return this.#reason === null
      ? { name: TURN_ENGINE, ok: true, detail: this.#options.model.name, fix: null }
      : { name: TURN_ENGINE, ok: false, detail: `silence alone ends a turn: ${this.#reason}`, fix: this.#fix };
  }

  /** Starts the worker, and again a while after a failure. Never rejects. */
  async start(): Promise<void> {
    this.#again = null;
    try {
      await this.#worker.start();
    } catch (error) {
      if (this.#stopped) return;
      this.#gone(messageOf(error), (isPilotError(error) ? error.fix : undefined) ?? null);
      const level = this.#tried ? 'debug' : 'warn';
      this.#tried = true;
      this.#options.log[level]({ cause: messageOf(error) }, 'the end-of-turn model is not there');
      this.#again = setTimeout(() => void this.start(), this.#options.againMs ?? AGAIN_MS);
      this.#again.unref();
    }
  }

  judge(samples: Int16Array): Promise<number | null> {
    if (!this.available) return Promise.resolve(null);
    this.#count = (this.#count % 0xffff_fffe) + 1;
    const job = this.#count;
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#settle(job, null), this.#options.judgeWithinMs ?? JUDGE_WITHIN_MS);
      this.#waiting.set(job, (probability) => {
        clearTimeout(late);
        resolve(probability);
      });
      if (!this.#worker.send(encodeSamples(FRAME.judge, job, samples))) this.#settle(job, null);
    });
  }

  async close(): Promise<void> {
    this.#stopped = true;
    if (this.#again) clearTimeout(this.#again);
    for (const job of this.#waiting.keys()) this.#settle(job, null);
    await this.#worker.stop();
  }

  #onFrame(frame: Frame): void {
    if (frame.type === FRAME.judged)
      this.#settle(frame.channel, jsonOf<{ probability: number | null }>(frame).probability);
  }

  #gone(reason: string, fix: string | null): void {
    this.#reason = reason;
    this.#fix = fix;
    for (const job of this.#waiting.keys()) this.#settle(job, null);
  }

  #settle(job: number, probability: number | null): void {
    const settle = this.#waiting.get(job);
    this.#waiting.delete(job);
    settle?.(probability);
  }
}
