import type { Whisper } from '#shared/link/commands.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import { legFormat } from '../../lines/sip-call.ts';
import type { Leg } from '../../media/leg.ts';
import type { OutgoingCall, Party } from '../../sip/session/call.ts';
import type { NegotiatedMedia } from '../../sip/session/media.ts';
import { latch } from '../../sip/session/signal.ts';
import type { TextToSpeech } from '../../speech/ports.ts';
import type { OpenEar } from '../ear.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Person } from './people.ts';
import { Whispering } from './whispering.ts';

export interface PersonLegDeps {
  readonly person: Pick<Person, 'ring' | 'ringMs'>;
  readonly leg: Leg;
  readonly caller: Party;
  readonly whisper: Whisper;
  readonly tts: TextToSpeech;
  readonly openEar: OpenEar;
  readonly monotonic: () => number;
  readonly log: Log;
}

export interface Rung {
  readonly outcome: Outcome;
  readonly status: number;
}

/**
 * The call to a person: rung, told who calls, and theirs once they say so.
 *
 *   ringing --answer--> whispering --taken--> (joined by whoever asked)
 *      +--busy, no answer, ...--+--declined, voicemail, nobody--> over
 */
export class PersonLeg {
  readonly leg: Leg;
  readonly #deps: PersonLegDeps;
  readonly #rung = Promise.withResolvers<Rung>();
  #call: OutgoingCall | null = null;
  #whispering: Whispering | null = null;
  #ringTimer: NodeJS.Timeout | null = null;
  #started = false;
  #settled = false;
  readonly #over = latch<string>();

  constructor(deps: PersonLegDeps) {
    this.#deps = deps;
    this.leg = deps.leg;
  }

  /** Rings. Resolves when the person has taken the call, or will not. */
  ring(): Promise<Rung> {
    const { caller, leg, person } = this.#deps;
    try {
      const call = person.ring(caller, { host: leg.host, port: leg.port });
      this.#call = call;
      call.onProgress(({ media }) => media && this.#use(media));
      call.onMediaChange((media) => this.#use(media));
      call.onAnswered((media) => this.#answered(media));
      call.onEnded((end) => this.#ended(outcomeOf(end), end.status ?? 0, end.reason));
      leg.onTimeout((ms) => this.hangup(`no audio from the person for ${Math.round(ms / 1000)} s`));
      this.#ringTimer = setTimeout(() => this.#settle({ outcome: 'no_answer', status: 408 }), person.ringMs);
    } catch (error) {
      this.#deps.log.error({ cause: messageOf(error) }, 'a person could not be rung');
      this.#settle({ outcome: 'failed', status: 0 });
    }
    return this.#rung.promise;
  }

  /** The caller has gone, or is handed to somebody else. */
  cancel(): void {
    this.#settle({ outcome: 'caller_left', status: 487 });
  }

  /** The person's side has ended. */
  get isOver(): boolean {
    return this.#over.fired();
  }

  /** Told once, also to those who listen late: why the person's side ended. */
  onEnded(handler: (reason: string) => void): void {
    this.#over.on(handler);
  }

  hangup(reason: string): void {
    this.#call?.hangup(reason);
  }

  #answered(media: NegotiatedMedia): void {
    if (this.#settled || !this.#use(media)) return;
    if (this.#ringTimer) clearTimeout(this.#ringTimer);
    const { leg, log, monotonic, openEar, tts, whisper } = this.#deps;
    this.#whispering = new Whispering({
      leg,
      log,
      monotonic,
      openEar,
      tts,
      whisper,
      over: (outcome) => this.#settle({ outcome, status: 200 }),
    });
    this.#call?.onDigit((digit) => this.#whispering?.key(digit));
  }

  /** Also on early media: it opens the way for their sound. @returns false when the call cannot go on with it */
  #use(media: NegotiatedMedia): boolean {
    try {
      if (this.#started) this.leg.update(legFormat(media));
      else this.leg.start(legFormat(media));
      this.#started = true;
      this.leg.hold(media.direction === 'inactive' || media.direction === 'recvonly');
      return true;
    } catch (error) {
      this.#deps.log.error({ cause: messageOf(error) }, 'the media of a person cannot be used');
      this.#settle({ outcome: 'failed', status: 488 });
      this.hangup('the media cannot be used');
      return false;
    }
  }

  #ended(outcome: Outcome, status: number, reason: string): void {
    // Who hangs up before a decision does not take the call.
    const decided = this.#whispering && { outcome: 'not_taken' as const, status: 200 };
    this.#settle(decided ?? { outcome, status });
    void this.leg.close().catch((error: unknown) => {
      this.#deps.log.error({ cause: messageOf(error) }, 'the sound of a call could not be closed');
    });
    this.#over.fire(reason);
  }

  #settle(rung: Rung): void {
    if (this.#settled) return;
    this.#settled = true;
    if (this.#ringTimer) clearTimeout(this.#ringTimer);
    this.#whispering?.close();
    if (rung.outcome !== 'taken') {
      this.#call?.hangup(rung.outcome);
      if (!this.#call) void this.leg.close();
    }
    this.#rung.resolve(rung);
  }
}
