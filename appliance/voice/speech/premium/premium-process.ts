import type { Log } from '#observe/log.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import type { EngineState } from '#shared/link/messages.ts';
import { TELEPHONE_RATE, type PremiumVoice } from '../ports.ts';
import { encodeFrame, encodeJson, FRAME, jsonOf, samplesOf, type Frame } from '../process/wire.ts';
import { WorkerProcess, type WorkerLimits } from '../process/worker-process.ts';
import { spokenText } from '../tts/spoken-text.ts';
import { PROBE_TEXT } from '../tts/voice.ts';
import { afterFault, closed } from './breaker.ts';
import type { PremiumSettings, Unspoken } from './settings.ts';
import { PieceStream } from './stream.ts';

/** Sound comes faster than it is played: a gap this long within a sentence is a stream that died, ms. */
const STALL_MS = 1500;
/** Nobody speaks faster, nor slower, than this: anything else is not the sentence that was asked for. */
const SHORTEST_MS_PER_CHARACTER = 12;
const LONGEST_MS_PER_CHARACTER = 250;
const LONGEST_FIXED_MS = 5000;

export interface PremiumOptions {
  readonly settings: PremiumSettings;
  /** Ms a sentence may wait for its first sound. */
  readonly firstAudioMs: number;
  readonly log: Log;
  readonly stallMs?: number;
  /** Wait before the first probe after a fault, ms. */
  readonly probeMs?: number;
  readonly limits?: Partial<WorkerLimits>;
}

interface Job {
  readonly pieces: PieceStream;
  readonly characters: number;
  samples: number;
  watch: NodeJS.Timeout | null;
}

/** The premium voice in its worker: each sentence streams under deadlines; after a fault none is asked of it until a probe worked. */
export class PremiumProcess implements PremiumVoice {
  readonly #options: PremiumOptions;
  readonly #worker: WorkerProcess;
  readonly #jobs = new Map<number, Job>();
  #nextJob = 0;
  #breaker = closed;
  /** Why it may not be asked; null when it may. */
  #reason: string | null = 'the premium voice is being tried';
  #probe: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: PremiumOptions) {
    this.#options = options;
    this.#worker = new WorkerProcess({
      name: 'premium voice',
      entry: new URL('./worker.ts', import.meta.url),
      settings: options.settings,
      failure: { code: 'premium_failed', fix: 'Run scripts/setup again; until then the local voice speaks.' },
      log: options.log,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onFrame: (frame) => this.#onFrame(frame),
      onReady: () => void this.#try(),
      onDeath: (reason) => this.#onDeath(reason),
    });
  }

  get available(): boolean {
    return this.#worker.ready && this.#reason === null;
  }

  get workerPid(): number | undefined {
    return this.#worker.pid;
  }

  get state(): EngineState {
    const name = 'premium voice';
    return this.#reason === null
      ? { name, ok: true, detail: `ElevenLabs, ${this.#options.settings.model}`, fix: null }
      : {
          name,
          ok: false,
          detail: `the local voice speaks: ${this.#reason}`,
          fix: 'Check the key, the quota and the voice on the provider’s site, and that this box reaches it.',
        };
  }

  /** Starts the worker, and says one word to know that it speaks. Never rejects: calls do not depend on it. */
  async start(): Promise<void> {
    try {
      await this.#worker.start();
    } catch (error) {
      this.#reason = messageOf(error);
      this.#options.log.error({ cause: messageOf(error) }, 'the premium voice could not be started');
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    if (this.#probe) clearTimeout(this.#probe);
    for (const job of this.#jobs.keys()) this.#end(job, broken('it was closed'));
    await this.#worker.stop();
  }

  async *speak(text: string, signal?: AbortSignal): AsyncGenerator<Int16Array> {
    const spoken = spokenText(text);
    const number = (this.#nextJob = (this.#nextJob % 0xffff_fffe) + 1);
    const job: Job = { pieces: new PieceStream(), characters: spoken.length, samples: 0, watch: null };
    this.#jobs.set(number, job);
    const gone = (): boolean => signal?.aborted === true;
    const stop = (): void => {
      this.#stop(number);
      this.#end(number, null);
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      if (gone()) return;
      if (!this.#worker.send(encodeJson(FRAME.say, number, { text: spoken })))
        throw new PilotError('premium_refused', 'the premium voice has no worker now', { retryable: true });
      this.#watch(number, job, this.#options.firstAudioMs);
      yield* job.pieces.read();
      if (!gone()) this.#works();
    } catch (error) {
      this.#fault(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      // A listener who leaves in mid-sentence ends the stream as well.
      if (this.#jobs.has(number)) stop();
    }
  }

  #onFrame(frame: Frame): void {
    const job = this.#jobs.get(frame.channel);
    if (!job) return;
    if (frame.type === FRAME.unspoken) {
      const { message, taken, lasting } = jsonOf<Unspoken>(frame);
      const code = taken ? 'premium_broken' : 'premium_refused';
      return this.#end(frame.channel, new PilotError(code, message, { retryable: !lasting }));
    }
    const samples = samplesOf(frame);
    job.samples += samples.length;
    const ms = (job.samples * 1000) / TELEPHONE_RATE;
    if (ms > job.characters * LONGEST_MS_PER_CHARACTER + LONGEST_FIXED_MS) {
      this.#stop(frame.channel);
      return this.#end(frame.channel, broken('far more sound came than the sentence holds'));
    }
    if (samples.length > 0) job.pieces.push(samples);
    if (frame.type !== FRAME.speech) return this.#watch(frame.channel, job, this.#options.stallMs ?? STALL_MS);
    const short = ms < job.characters * SHORTEST_MS_PER_CHARACTER;
    this.#end(frame.channel, short ? broken('less sound came than the sentence holds') : null);
  }

  /** The job's next sound must come within `ms`. */
  #watch(number: number, job: Job, ms: number): void {
    if (job.watch) clearTimeout(job.watch);
    job.watch = setTimeout(() => {
      const reason = job.samples === 0 ? `no sound within ${ms} ms` : `no more sound for ${ms} ms`;
      this.#stop(number);
      this.#end(number, new PilotError('premium_late', reason, { retryable: true }));
    }, ms);
  }

  #stop(number: number): void {
    this.#worker.send(encodeFrame(FRAME.stop, number, Buffer.alloc(0)));
  }

  #end(number: number, error: Error | null): void {
    const job = this.#jobs.get(number);
    if (!job) return;
    this.#jobs.delete(number);
    if (job.watch) clearTimeout(job.watch);
    job.pieces.close(error);
  }

  #onDeath(reason: string): void {
    this.#reason = reason;
    for (const number of this.#jobs.keys()) this.#end(number, broken('its worker ended'));
  }

  #works(): void {
    this.#breaker = closed;
    if (this.#reason !== null) this.#options.log.info({}, 'the premium voice speaks');
    this.#reason = null;
  }

  /** Several sentences may fail of one cause: one probe is on its way at a time. */
  #fault(error: unknown): void {
    if (this.#stopped) return;
    if (this.#reason === null) this.#options.log.warn({ cause: messageOf(error) }, 'the premium voice failed');
    this.#reason = messageOf(error);
    if (this.#probe || !this.#worker.ready) return;
    const lasting = error instanceof PilotError && !error.retryable;
    const { state, probeMs } = afterFault(this.#breaker, lasting, this.#options.probeMs);
    this.#breaker = state;
    this.#probe = setTimeout(() => {
      this.#probe = null;
      void this.#try();
    }, probeMs);
    this.#probe.unref();
  }

  /** One word: whether it works is known before a caller depends on it. A failure sets the next probe. */
  async #try(): Promise<void> {
    try {
      for await (const _ of this.speak(PROBE_TEXT)) continue;
    } catch {
      // `speak` has taken it as a fault.
    }
  }
}

const broken = (message: string): PilotError => new PilotError('premium_broken', message, { retryable: true });
