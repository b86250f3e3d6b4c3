import { createHmac } from 'node:crypto';
import type { LlmServer } from '#shared/config/llm.ts';
import type { Prompt } from './port.ts';

/** What the cache may hold. */
export interface CacheBounds {
  readonly entries: number;
  readonly bytes: number;
  /** Ms since an answer was given; what uses it again does not make it younger. */
  readonly ageMs: number;
}

interface Kept {
  readonly text: string;
  readonly bytes: number;
  readonly at: number;
}

/** A digest, the entry and its place in the map, about. */
const OVERHEAD_BYTES = 200;

/**
 * Answers of models to questions that were asked before, in memory alone: an answer may quote a caller. A question is known by an HMAC of all that
 * its answer depends on (server, model, options, task, schema, words), so that a changed model or playbook never meets an older one's answer,
 * and the questions themselves are not kept. The least lately used goes first.
 */
export class AnswerCache {
  readonly #key: Buffer;
  readonly #bounds: CacheBounds;
  readonly #monotonic: () => number;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** @param key secret, 32 bytes */
  constructor(key: Buffer, bounds: CacheBounds, monotonic: () => number) {
    this.#key = key;
    this.#bounds = bounds;
    this.#monotonic = monotonic;
  }

  /** Answers held now. */
  get size(): number {
    return this.#kept.size;
  }

  /** What this model answered to this question; null when it was not asked lately. */
  get(server: LlmServer, prompt: Prompt): string | null {
    this.#drop();
    const digest = this.#digest(server, prompt);
    const known = this.#kept.get(digest);
    if (known === undefined) return null;
    this.#kept.delete(digest);
    this.#kept.set(digest, known);
    return known.text;
  }

  /** Keeps a whole answer that was found good. */
  put(server: LlmServer, prompt: Prompt, text: string): void {
    const digest = this.#digest(server, prompt);
    this.#forget(digest);
    const bytes = Buffer.byteLength(text) + OVERHEAD_BYTES;
    this.#kept.set(digest, { text, bytes, at: this.#monotonic() });
    this.#bytes += bytes;
    this.#drop();
  }

  #drop(): void {
    const oldest = this.#monotonic() - this.#bounds.ageMs;
    for (const [digest, { at }] of this.#kept) if (at <= oldest) this.#forget(digest);
    for (const digest of this.#kept.keys()) {
      if (this.#kept.size <= this.#bounds.entries && this.#bytes <= this.#bounds.bytes) return;
      this.#forget(digest);
    }
  }

  #forget(digest: string): void {
    this.#bytes -= this.#kept.get(digest)?.bytes ?? 0;
    this.#kept.delete(digest);
  }

  #digest({ context, kind, model, url }: LlmServer, { fixed, format, maxTokens, now, task }: Prompt): string {
    const parts = [kind, url, model, context, task, maxTokens, format, fixed, now];
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}
