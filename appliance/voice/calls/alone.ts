import {
  ALONE_GREETING,
  ALONE_NOTHING_HEARD,
  ALONE_NO_MESSAGE,
  ALONE_OURS,
  ALONE_TAKEOVER,
  ALONE_THANKS,
  OFF_GREETING,
  OFF_NO_MESSAGE,
} from './phrases.ts';

/** Silence after speech that ends the message, silence before any speech, and the longest message, ms. */
export const MESSAGE_LIMITS = { afterSpeech: 5000, beforeSpeech: 10_000, total: 120_000 } as const;

/** Why voice leads the talk: core is away as the call comes in, was lost in mid-call or in a call of ours, or the line is switched off. */
export type AloneCause = 'away' | 'lost' | 'lost_ours' | 'line_off';

const WORDS: Readonly<Record<AloneCause, { readonly take: readonly string[]; readonly refuse: readonly string[] }>> = {
  away: { take: ALONE_GREETING, refuse: ALONE_NO_MESSAGE },
  lost: { take: ALONE_TAKEOVER, refuse: ALONE_NO_MESSAGE },
  // Who was rung is not asked to tell a tone what we wanted of them.
  lost_ours: { take: ALONE_OURS, refuse: ALONE_OURS },
  line_off: { take: OFF_GREETING, refuse: OFF_NO_MESSAGE },
};

export type AloneStep =
  | { readonly do: 'say'; readonly sentences: readonly string[]; readonly notice: boolean }
  | { readonly do: 'beep' }
  | { readonly do: 'listen' }
  | { readonly do: 'hangup' };

/**
 *   greeting --said--> tone --played--> message --silence, limit--> thanks --said--> over
 *
 * The small policy voice follows when core is away: advice and notice, a tone, the message, thanks. Pure; the driver
 * carries out each step and tells what happened. Times are ms of one monotonic clock.
 */
export class AlonePolicy {
  #phase: 'start' | 'greeting' | 'tone' | 'message' | 'thanks' | 'over' = 'start';
  #messageFrom = 0;
  #lastSpeech: number | null = null;
  readonly #cause: AloneCause;
  readonly #takeMessage: boolean;

  constructor(options: { cause: AloneCause; takeMessage: boolean }) {
    this.#cause = options.cause;
    this.#takeMessage = options.takeMessage;
  }

  /** The next step after the one before was carried out. */
  next(now: number): AloneStep {
    switch (this.#phase) {
      case 'start':
        this.#phase = this.#takeMessage ? 'greeting' : 'thanks';
        if (!this.#takeMessage) return { do: 'say', sentences: WORDS[this.#cause].refuse, notice: false };
        return { do: 'say', sentences: WORDS[this.#cause].take, notice: this.#cause !== 'lost' };
      case 'greeting':
        this.#phase = 'tone';
        return { do: 'beep' };
      case 'tone':
        this.#phase = 'message';
        this.#messageFrom = now;
        return { do: 'listen' };
      case 'message':
        this.#phase = 'thanks';
        return {
          do: 'say',
          sentences: this.#lastSpeech === null && this.#cause !== 'lost' ? ALONE_NOTHING_HEARD : ALONE_THANKS,
          notice: false,
        };
      default:
        this.#phase = 'over';
        return { do: 'hangup' };
    }
  }

  /** The caller speaks, or has just spoken. */
  speech(now: number): void {
    this.#lastSpeech = now;
  }

  /**
   * Whether the message is over. A line that is never quiet ends it at the longest message all the same.
   * @param speaking the caller speaks right now
   */
  due(now: number, speaking = false): boolean {
    if (this.#phase !== 'message') return false;
    if (now - this.#messageFrom >= MESSAGE_LIMITS.total) return true;
    if (speaking) return false;
    return this.#lastSpeech === null
      ? now - this.#messageFrom >= MESSAGE_LIMITS.beforeSpeech
      : now - this.#lastSpeech >= MESSAGE_LIMITS.afterSpeech;
  }
}
