import type { CallCommand } from '#shared/link/commands.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Said } from './rendering.ts';

export type SayBody = Extract<CallCommand, { kind: 'say' }>;

/** A sentence core ordered, until its end is reported. */
export interface CoreSay {
  readonly id: string;
  /** Number of the event it answers, 0 when none. */
  readonly answers: number;
  readonly body: SayBody;
}

interface OpenSay extends CoreSay {
  voiceToVoiceMs: number | null;
}

/** What core ordered to be said: open, held back, or heard whole. */
export class CoreSays {
  readonly #open = new Map<string, OpenSay>();
  #held: CoreSay[] = [];
  #lastWhole: string | undefined;
  /** Media time at which the caller last spoke: what an answer's delay is counted from. */
  #callerEndMs: number | null = null;

  /** The last one heard to its end. */
  get lastWhole(): string | undefined {
    return this.#lastWhole;
  }

  get holding(): boolean {
    return this.#held.length > 0;
  }

  add(say: CoreSay): void {
    this.#open.set(say.id, { ...say, voiceToVoiceMs: null });
  }

  get(id: string): CoreSay | undefined {
    return this.#open.get(id);
  }

  /** Not said now: the caller is speaking, and what that means is not known yet. */
  hold(say: CoreSay): void {
    this.#held.push(say);
  }

  /** Gives what was held back out, in order. */
  release(): CoreSay[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** @param endMs media time of the caller's last sound; null when the next say answers no speech */
  callerEnded(endMs: number | null): void {
    this.#callerEndMs = endMs;
  }

  /** @param firstPacketAt media time */
  started(id: string, firstPacketAt: number): void {
    const say = this.#open.get(id);
    if (!say || this.#callerEndMs === null) return;
    if (firstPacketAt >= this.#callerEndMs) say.voiceToVoiceMs = Math.round(firstPacketAt - this.#callerEndMs);
    this.#callerEndMs = null;
  }

  /** What core is told of its end; null for a say that is none of core's. */
  done(said: Said): { body: SayBody; event: CallEvent } | null {
    const say = this.#open.get(said.id);
    if (!say) return null;
    this.#open.delete(said.id);
    if (said.complete) this.#lastWhole = said.id;
    return {
      body: say.body,
      event: {
        kind: 'say.done',
        command: said.id,
        complete: said.complete,
        heardText: said.heardText,
        heardMs: Math.round(said.heardMs),
        ...(said.ttsMs === null ? {} : { ttsMs: Math.round(said.ttsMs) }),
        ...(said.firstPacketMs === null ? {} : { firstPacketMs: Math.round(said.firstPacketMs) }),
        ...(said.premiumCharacters === 0 ? {} : { premiumCharacters: said.premiumCharacters }),
        ...(say.voiceToVoiceMs === null ? {} : { voiceToVoiceMs: say.voiceToVoiceMs }),
      },
    };
  }
}

/** A call has a few commands a turn; those still open at core are always among the last. */
const KEPT = 500;

/** Ids of commands that were taken up, so that each is carried out once. */
export class CarriedOut {
  readonly #ids = new Set<string>();

  /** Whether this command is new. */
  take(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > KEPT && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }

  list(): string[] {
    return [...this.#ids];
  }
}
