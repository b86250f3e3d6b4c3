import type { Log } from '#observe/log.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { concat } from '../pcm.ts';
import { TELEPHONE_RATE, type Availability, type EngineInfo, type SpeakRequest, type TextToSpeech } from '../ports.ts';
import type { WorkerLimits } from '../process/worker-process.ts';
import { ClipCache, clipKey } from './clip-cache.ts';
import { clausesOf, type Clause } from './clauses.ts';
import { spokenText } from './spoken-text.ts';
import { voiceKey, type Voice } from './voice.ts';
import { VoiceProcess } from './voice-process.ts';

export interface TextToSpeechOptions {
  /** In order of preference; espeak-ng last. */
  readonly voices: readonly Voice[];
  readonly log: Log;
  /** Folder of rendered clips; without it they live in memory alone. */
  readonly clipFolder?: string;
  readonly onAvailability?: (event: Availability) => void;
  readonly limits?: Partial<WorkerLimits>;
  /** Time one clause may take before the next voice is asked. */
  readonly renderMs?: number;
  readonly probeMs?: number;
}

interface Rendered {
  readonly samples: Int16Array;
  readonly by: VoiceProcess;
}

class WorkerTextToSpeech implements TextToSpeech {
  private readonly voices: readonly VoiceProcess[];
  private readonly log: Log;
  private readonly clips: ClipCache;

  constructor(options: TextToSpeechOptions) {
    const { log, onAvailability, limits, renderMs = 10_000, probeMs = 1000 } = options;
    const optional = { ...(onAvailability && { onAvailability }), ...(limits && { limits }) };
    this.log = log;
    this.voices = options.voices.map((voice) => new VoiceProcess({ voice, log, renderMs, probeMs, ...optional }));
    this.clips = new ClipCache(options.clipFolder, log);
  }

  private get first(): VoiceProcess {
    const [first] = this.voices;
    if (!first) throw new PilotError('tts_no_voice', 'no voice is configured', { fix: 'Set speech.tts.voice.' });
    return first;
  }

  get info(): EngineInfo {
    return this.first.info;
  }

  get current(): EngineInfo {
    return (this.voices.find((voice) => voice.available) ?? this.first).info;
  }

  get available(): boolean {
    return this.voices.some((voice) => voice.available);
  }

  get workerPid(): number | undefined {
    return this.first.workerPid;
  }

  /** One voice that starts is enough; the others' failures are logged and shown as unavailable. */
  async start(): Promise<void> {
    const started = await Promise.allSettled(this.voices.map((voice) => voice.start()));
    const failures = started.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (failures.length === started.length) {
      await this.close();
      throw failures[0] ?? new PilotError('tts_no_voice', 'no voice is configured', { fix: 'Set speech.tts.voice.' });
    }
    for (const error of failures)
      this.log.error({ err: error }, 'a voice could not be started; another speaks instead');
  }

  async *speak({ text, clip = false, signal }: SpeakRequest): AsyncGenerator<Int16Array> {
    const spoken = spokenText(text);
    const stored = clip ? await this.clip(spoken) : undefined;
    if (stored) {
      if (!signal?.aborted) yield stored;
      return;
    }
    const clauses = clausesOf(spoken);
    const pieces: Int16Array[] = [];
    const speakers = new Set<VoiceProcess>();
    let next = clauses[0] && this.clause(clauses[0], signal);
    try {
      for (let i = 0; next; i++) {
        const { samples, by } = await next;
        const following = clauses[i + 1];
        next = following && this.clause(following, signal);
        next?.catch(() => undefined); // awaited in the next round, or never when the listener leaves
        pieces.push(samples);
        speakers.add(by);
        yield samples;
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw error;
    }
    if (clip && speakers.size === 1 && !signal?.aborted) {
      const [by] = speakers;
      if (by) this.clips.put(clipKey(voiceKey(by.voice), spoken), concat(pieces));
    }
  }

  async render(request: SpeakRequest): Promise<Int16Array> {
    const pieces: Int16Array[] = [];
    for await (const piece of this.speak(request)) pieces.push(piece);
    return request.signal?.aborted ? new Int16Array(0) : concat(pieces);
  }

  async prewarm(texts: readonly string[]): Promise<number> {
    let rendered = 0;
    for (const text of new Set(texts)) {
      if (await this.clips.get(clipKey(voiceKey(this.first.voice), spokenText(text)))) continue;
      await this.render({ text, clip: true });
      rendered++;
    }
    await this.clips.flushed();
    return rendered;
  }

  async close(): Promise<void> {
    await Promise.all(this.voices.map((voice) => voice.stop()));
    await this.clips.flushed();
  }

  /** A rendered clip of the first voice, even while it is down; else of the voice that stands in for it. */
  private async clip(spoken: string): Promise<Int16Array | undefined> {
    const standIn = this.voices.find((voice) => voice.available) ?? this.first;
    return (
      (await this.clips.get(clipKey(voiceKey(this.first.voice), spoken))) ??
      (standIn === this.first ? undefined : await this.clips.get(clipKey(voiceKey(standIn.voice), spoken)))
    );
  }

  /** One clause by the first voice that can, its pause behind it. */
  private async clause({ text, pauseMs }: Clause, signal: AbortSignal | undefined): Promise<Rendered> {
    const able = this.voices.filter((voice) => voice.available);
    let cause: unknown;
    for (const by of able.length > 0 ? able : this.voices) {
      try {
        const samples = await by.render(text, signal);
        return { samples: concat([samples, new Int16Array((pauseMs * TELEPHONE_RATE) / 1000)]), by };
      } catch (error) {
        if (signal?.aborted) throw error;
        cause = error;
        this.log.warn({ voice: by.info.name, reason: messageOf(error) }, 'a voice failed; the next one speaks');
      }
    }
    throw new PilotError('tts_failed', `no voice could speak: ${messageOf(cause)}`, {
      retryable: true,
      fix: 'See `pilot doctor`: espeak-ng must be installed, and the speech worker running.',
      cause,
    });
  }
}

/**
 * Starts the voices, each in a worker process of its own.
 * @throws PilotError `tts_engine_failed` (or a model file's error) when not one of them can speak
 */
export const openTextToSpeech = async (options: TextToSpeechOptions): Promise<TextToSpeech> => {
  const speech = new WorkerTextToSpeech(options);
  await speech.start();
  return speech;
};
