import type { NotReached } from '#shared/api/outbound.ts';
import type { Log } from '#observe/log.ts';
import { PlacedCall } from '../../lines/placed-call.ts';
import type { Leg } from '../../media/leg.ts';
import type { CallEnd, OutgoingCall } from '../../sip/session/call.ts';
import { outcomeOf } from '../transfer/outcome.ts';

/** `answered` carries sound by now. */
export type Rung =
  | { readonly answered: PlacedCall }
  | { readonly answered: null; readonly outcome: NotReached; readonly status: number };

/** What an end without an answer means. A phone that declines the call has been told of nothing. */
const missed = (end: CallEnd): Rung => {
  const outcome = outcomeOf(end);
  const said = outcome === 'busy' || outcome === 'no_answer' || outcome === 'failed' ? outcome : 'refused';
  return { answered: null, outcome: said, status: end.status ?? 0 };
};

/**
 * A phone that rings until it is answered, turned away, or for long enough.
 * @param ring begins; throws what placing a call throws
 */
export class Ringing {
  readonly #done = Promise.withResolvers<Rung>();
  readonly #call: OutgoingCall;
  readonly result: Promise<Rung> = this.#done.promise;

  constructor(options: {
    readonly call: OutgoingCall;
    readonly leg: Leg;
    readonly trunk: string | null;
    readonly ringMs: number;
    /** Told once, by the first provisional response. */
    readonly onRings: () => void;
    readonly log: Log;
  }) {
    const { call, leg, log, onRings, ringMs, trunk } = options;
    this.#call = call;
    const placed = new PlacedCall(call, leg, trunk, log);
    const enough = setTimeout(() => this.#giveUp('no_answer', 408), ringMs);
    let rings = false;
    call.onProgress(() => {
      if (!rings) onRings();
      rings = true;
    });
    call.onAnswered(() => this.#done.resolve({ answered: placed }));
    call.onEnded((end) => this.#done.resolve(missed(end)));
    void this.result.then(() => clearTimeout(enough));
  }

  /** The box stops. */
  cancel(): void {
    this.#giveUp('failed', 487);
  }

  #giveUp(outcome: NotReached, status: number): void {
    this.#done.resolve({ answered: null, outcome, status });
    void this.result.then(({ answered }) => {
      if (answered === null) this.#call.cancel();
    });
  }
}
