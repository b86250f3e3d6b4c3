import type { Answer, Answers, Creation } from '#api/answers.ts';
import { PilotError } from '#shared/errors.ts';

/** Answers by Idempotency-Key held in memory behind the API's interface. */
export class MemoryAnswers implements Answers {
  readonly #kept = new Map<string, { wish: string; answer: Promise<Answer> }>();

  async once({ actor, businessId, key, route, wish }: Creation, work: () => Promise<Answer>): Promise<Answer> {
    const id = JSON.stringify([businessId, actor, route, key]);
    const asked = JSON.stringify(wish);
    const kept = this.#kept.get(id);
    if (kept !== undefined && kept.wish !== asked)
      throw new PilotError('api.key_reused', 'Sent before.', { fix: 'Take a new one.' });
    const answer = kept?.answer ?? work();
    this.#kept.set(id, { wish: asked, answer });
    answer.catch(() => this.#kept.delete(id));
    return answer;
  }
}
