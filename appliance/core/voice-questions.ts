import { PilotError } from '#shared/errors.ts';
import type { TraceAnswer, TraceAsk } from '#shared/link/messages.ts';
import type { VoicePeer } from './link-server.ts';

/** How long voice may take to answer, ms. */
const PATIENCE_MS = 3000;

const away = (): PilotError =>
  new PilotError('api.voice_away', 'The phone side does not answer.', {
    fix: 'It starts again by itself; if this stays, read its log. Traces of calls that ended badly lie in the data folder, under traces.',
    retryable: true,
  });

/** Questions to voice that have not been answered. */
export class VoiceQuestions {
  readonly #waiting = new Map<
    number,
    { readonly resolve: (answer: TraceAnswer) => void; readonly late: NodeJS.Timeout }
  >();
  #requests = 0;

  /** @throws PilotError `api.voice_away` when there is no voice, or it does not answer in time */
  async ask(peer: VoicePeer | null, question: TraceAsk): Promise<TraceAnswer> {
    if (peer === null) throw away();
    const request = ++this.#requests;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(request);
        reject(away());
      }, PATIENCE_MS);
      this.#waiting.set(request, { resolve, late });
      peer.ask(request, question);
    });
  }

  told(request: number, answer: TraceAnswer): void {
    const waiting = this.#waiting.get(request);
    if (!waiting) return;
    this.#waiting.delete(request);
    clearTimeout(waiting.late);
    waiting.resolve(answer);
  }
}
