import { ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';
import { messageOf } from '#shared/errors.ts';
import { runWorker, type Replies, type Worker } from '../process/child.ts';
import { encodeJson, encodeSamples, FRAME, jsonOf, type Frame } from '../process/wire.ts';
import type { PremiumSettings, Unspoken } from './settings.ts';

/** Nobody waits that long for a sentence; voice has its own, shorter deadlines. */
const WHOLE_SECONDS = 30;

/** Refusals that pass by themselves: too slow, too many at once. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whole 16-bit samples of a byte stream, wherever it was cut. */
const sampler = () => {
  let odd: Buffer = Buffer.alloc(0);
  return (bytes: Uint8Array): Int16Array => {
    const all = Buffer.concat([odd, bytes]);
    const samples = new Int16Array(all.length >> 1);
    new Uint8Array(samples.buffer).set(all.subarray(0, samples.byteLength));
    odd = all.subarray(samples.byteLength);
    return samples;
  };
};

/** Why the provider refused, by its code: its texts may repeat what was to be said. */
const refusalOf = ({ statusCode, body }: ElevenLabsError): string => {
  const detail = (body as { detail?: { status?: unknown } } | undefined)?.detail;
  const status = typeof detail?.status === 'string' && /^[a-z_]{1,60}$/.test(detail.status) ? ` ${detail.status}` : '';
  return `the provider answered ${statusCode}${status}`;
};

/** Speaks by ElevenLabs' own client, in a process of its own: it takes seconds and memory to load, and voice must not wait. */
class PremiumWorker implements Worker {
  readonly #client: ElevenLabsClient;
  readonly #settings: PremiumSettings;
  readonly #replies: Replies;
  readonly #jobs = new Map<number, AbortController>();

  constructor(settings: PremiumSettings, replies: Replies) {
    this.#settings = settings;
    this.#replies = replies;
    this.#client = new ElevenLabsClient({
      apiKey: settings.key,
      maxRetries: 0,
      ...(settings.url === null ? {} : { baseUrl: settings.url }),
    });
  }

  onFrame(frame: Frame): void {
    if (frame.type === FRAME.say) void this.#say(frame.channel, jsonOf<{ text: string }>(frame).text);
    else if (frame.type === FRAME.stop) this.#jobs.get(frame.channel)?.abort();
  }

  async #say(job: number, text: string): Promise<void> {
    const stop = new AbortController();
    this.#jobs.set(job, stop);
    let taken = false;
    const failed = (message: string, lasting = false): void => {
      const told: Unspoken = { message, taken, lasting };
      if (!stop.signal.aborted) this.#replies.send(encodeJson(FRAME.unspoken, job, told));
    };
    try {
      const { data, rawResponse } = await this.#client.textToSpeech
        .stream(
          this.#settings.voice,
          { text, modelId: this.#settings.model, outputFormat: 'pcm_8000' },
          { abortSignal: stop.signal, timeoutInSeconds: WHOLE_SECONDS, maxRetries: 0 },
        )
        .withRawResponse();
      taken = true;
      const type = rawResponse.headers.get('content-type') ?? '';
      if (/json|text|html|xml/.test(type)) {
        await data.cancel();
        return failed(`the provider sent ${type.split(';')[0]} in place of sound`);
      }
      const samples = sampler();
      for await (const bytes of data) {
        if (stop.signal.aborted) return;
        this.#replies.send(encodeSamples(FRAME.piece, job, samples(bytes)));
      }
      if (!stop.signal.aborted) this.#replies.send(encodeSamples(FRAME.speech, job, new Int16Array(0)));
    } catch (error) {
      const status = error instanceof ElevenLabsError ? error.statusCode : undefined;
      if (error instanceof ElevenLabsError && status !== undefined)
        failed(refusalOf(error), status >= 400 && status < 500 && !PASSING.has(status));
      else failed(taken ? `the stream broke: ${messageOf(error)}` : `the provider is not reached: ${messageOf(error)}`);
    } finally {
      this.#jobs.delete(job);
    }
  }
}

runWorker<PremiumSettings>(async (settings, replies) => new PremiumWorker(settings, replies));
