import type { Log } from '#observe/log.ts';
import type { Availability, EngineInfo, SpeechToText, Utterance, UtteranceOptions } from '../ports.ts';
import { FRAME, jsonOf, type Frame } from '../process/wire.ts';
import { WorkerProcess, type WorkerLimits } from '../process/worker-process.ts';
import { KeptUtterance, type UtteranceLink } from './kept-utterance.ts';
import type { SttEngine } from './model.ts';

export interface SpeechToTextOptions {
  readonly engine: SttEngine;
  readonly log: Log;
  readonly onAvailability?: (event: Availability) => void;
  /** Wait for a final text before the last partial is taken instead; 8 s leaves a big model time to load again. */
  readonly finishMs?: number;
  readonly limits?: Partial<WorkerLimits>;
}

class WorkerSpeechToText implements SpeechToText {
  readonly info: EngineInfo;
  private readonly options: SpeechToTextOptions;
  private readonly worker: WorkerProcess;
  private readonly link: UtteranceLink;
  private readonly open_ = new Map<number, KeptUtterance>();
  private channels = 0;

  constructor(options: SpeechToTextOptions) {
    this.options = options;
    const { model, finalPass } = options.engine;
    this.info = {
      name: finalPass === undefined ? model.name : `${model.name} + ${finalPass.name}`,
      bench: (model.bench ?? false) || (finalPass?.bench ?? false),
      note: model.note ?? finalPass?.note ?? '',
    };
    this.worker = new WorkerProcess({
      name: `speech-to-text ${this.info.name}`,
      entry: new URL('./worker.ts', import.meta.url),
      settings: options.engine,
      failure: {
        code: 'stt_model_failed',
        fix: `The files of ${model.name} (${Object.values(model.files)[0]}) may be damaged or of another kind: fetch the model again with \`pilot models get\`, or choose another in the configuration (speech.stt.model).`,
      },
      log: options.log,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onFrame: (frame) => this.onFrame(frame),
      onReady: () => this.onReady(),
      onDeath: (reason) => options.onAvailability?.({ engine: this.info.name, available: false, reason }),
    });
    this.link = {
      send: (bytes) => this.worker.send(bytes),
      closed: (channel) => void this.open_.delete(channel),
      finishMs: options.finishMs ?? 8000,
    };
  }

  get available(): boolean {
    return this.worker.ready;
  }

  get workerPid(): number | undefined {
    return this.worker.pid;
  }

  start(): Promise<void> {
    return this.worker.start();
  }

  open(options: UtteranceOptions): Utterance {
    this.channels = (this.channels % 0xffff_fffe) + 1;
    const utterance = new KeptUtterance(this.channels, options, this.link);
    this.open_.set(this.channels, utterance);
    return utterance;
  }

  async close(): Promise<void> {
    for (const utterance of this.open_.values()) utterance.cancel();
    await this.worker.stop();
  }

  private onReady(): void {
    for (const utterance of this.open_.values()) utterance.retell();
    this.options.onAvailability?.({ engine: this.info.name, available: true, reason: 'ready' });
  }

  private onFrame(frame: Frame): void {
    const utterance = this.open_.get(frame.channel);
    if (!utterance) return;
    if (frame.type === FRAME.partial) utterance.heardPartial(jsonOf<{ text: string }>(frame).text);
    else if (frame.type === FRAME.text) {
      const { decode, text } = jsonOf<{ decode: number; text: string | null }>(frame);
      utterance.heardText(decode, text);
    }
  }
}

/**
 * Starts the recognizer in a worker process of its own and waits until it has loaded and tested its model.
 * @throws PilotError `stt_model_failed`, `model_file_missing` or `model_file_damaged`, naming file and fix
 */
export const openSpeechToText = async (options: SpeechToTextOptions): Promise<SpeechToText> => {
  const speech = new WorkerSpeechToText(options);
  await speech.start();
  return speech;
};
