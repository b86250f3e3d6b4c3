import type { Log } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import type { Availability, EngineInfo } from '../ports.ts';
import { encodeFrame, encodeJson, FRAME, jsonOf, samplesOf, type Frame } from '../process/wire.ts';
import { WorkerProcess, type WorkerLimits } from '../process/worker-process.ts';
import { ESPEAK_FIX } from './espeak.ts';
import { PROBE_TEXT, type Voice } from './voice.ts';

export interface VoiceProcessOptions {
  readonly voice: Voice;
  readonly log: Log;
  readonly onAvailability?: (event: Availability) => void;
  readonly limits?: Partial<WorkerLimits>;
  /** Time one clause may take. */
  readonly renderMs: number;
  /** Wait before a failed voice is tried again; doubles up to 30 s. */
  readonly probeMs: number;
}

interface Job {
  done(samples: Int16Array): void;
  failed(reason: string): void;
}

/** One voice in its worker. Usable while its worker is ready and its last rendering, or the probe after it, went well. */
export class VoiceProcess {
  readonly info: EngineInfo;
  readonly voice: Voice;
  private readonly options: VoiceProcessOptions;
  private readonly worker: WorkerProcess;
  private readonly jobs = new Map<number, Job>();
  private nextJob = 0;
  private told: boolean | undefined;
  private faults = 0;
  private probe: NodeJS.Timeout | undefined;

  constructor(options: VoiceProcessOptions) {
    const { voice } = options;
    this.options = options;
    this.voice = voice;
    this.info = {
      name: voice.name,
      bench: voice.kind !== 'espeak-ng' && (voice.bench ?? false),
      note: voice.kind === 'espeak-ng' ? '' : (voice.note ?? ''),
    };
    this.worker = new WorkerProcess({
      name: `text-to-speech ${voice.name}`,
      entry: new URL('./worker.ts', import.meta.url),
      settings: voice,
      failure: {
        code: 'tts_engine_failed',
        fix:
          voice.kind === 'espeak-ng'
            ? ESPEAK_FIX
            : 'Fetch the voice again with `pilot models get`, or choose another in the configuration (speech.tts.voice).',
      },
      log: options.log,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onFrame: (frame) => this.onFrame(frame),
      onReady: () => this.tell(true, 'ready'),
      onDeath: (reason) => this.onDeath(reason),
    });
  }

  get available(): boolean {
    return this.worker.ready && this.faults === 0;
  }

  get workerPid(): number | undefined {
    return this.worker.pid;
  }

  start(): Promise<void> {
    return this.worker.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.probe);
    for (const job of this.jobs.values()) job.failed('it was closed');
    await this.worker.stop();
  }

  /** @throws PilotError `tts_engine_failed`; AbortError when the signal was raised */
  render(text: string, signal?: AbortSignal): Promise<Int16Array> {
    const job = (this.nextJob = (this.nextJob % 0xffff_fffe) + 1);
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(late);
        signal?.removeEventListener('abort', stop);
        this.jobs.delete(job);
      };
      const failed = (reason: string) => {
        end();
        this.fault(reason);
        reject(new PilotError('tts_engine_failed', `${this.info.name} did not speak: ${reason}`));
      };
      const stop = () => {
        end();
        this.worker.send(encodeFrame(FRAME.stop, job, Buffer.alloc(0)));
        reject(new DOMException('the speech was stopped', 'AbortError'));
      };
      const late = setTimeout(() => failed(`nothing within ${this.options.renderMs} ms`), this.options.renderMs);
      this.jobs.set(job, {
        failed,
        done: (samples) => {
          end();
          resolve(samples);
        },
      });
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      if (!this.worker.send(encodeJson(FRAME.say, job, { text }))) failed('its worker is not ready');
    });
  }

  private onFrame(frame: Frame): void {
    const job = this.jobs.get(frame.channel);
    if (frame.type === FRAME.speech) job?.done(samplesOf(frame));
    else if (frame.type === FRAME.unspoken) job?.failed(jsonOf<{ message: string }>(frame).message);
  }

  private onDeath(reason: string): void {
    this.tell(false, reason);
    for (const job of this.jobs.values()) job.failed(reason);
    // The next worker tests itself before it is ready.
    clearTimeout(this.probe);
    this.faults = 0;
  }

  private fault(reason: string): void {
    this.tell(false, reason);
    if (!this.worker.ready) return;
    const wait = Math.min(30_000, this.options.probeMs * 2 ** this.faults++);
    clearTimeout(this.probe);
    this.probe = setTimeout(() => {
      this.render(PROBE_TEXT).then(
        () => {
          this.faults = 0;
          this.tell(true, 'it speaks again');
        },
        () => undefined, // `fault` has set the next probe
      );
    }, wait);
    this.probe.unref();
  }

  private tell(available: boolean, reason: string): void {
    if (this.told === available) return;
    this.told = available;
    this.options.onAvailability?.({ engine: this.info.name, available, reason });
  }
}
