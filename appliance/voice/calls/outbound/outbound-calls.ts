import { messageOf } from '#shared/errors.ts';
import type { NotReached } from '#shared/api/outbound.ts';
import type { LineQuality } from '#shared/api/trace.ts';
import type { CallEvent, OutboundReason } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import type { Log } from '#observe/log.ts';
import type { PlacedCall } from '../../lines/placed-call.ts';
import type { Leg } from '../../media/leg.ts';
import type { OutgoingCall } from '../../sip/session/call.ts';
import type { MediaAddress } from '../../sip/session/media.ts';
import { CarriedOut } from '../core-says.ts';
import { Ringing } from './ringing.ts';

/** A call of ours that was answered. */
export interface AnsweredCall {
  /** Id of the attempt, and of the call. */
  readonly id: string;
  readonly call: PlacedCall;
  readonly leg: Leg;
  readonly reason: OutboundReason;
  /** Whom we rang, E.164. */
  readonly to: string;
  readonly quality: () => LineQuality | null;
}

export interface OutboundDeps {
  /** @throws PilotError as `Media.openLeg` */
  readonly openLeg: () => Promise<Leg>;
  /** Rings a number. @throws PilotError `outbound_off` when no trunk is configured for it */
  readonly dial: (to: string, media: MediaAddress) => OutgoingCall;
  /** Name of the trunk it goes over. */
  readonly trunk: string | null;
  /** Is shown each call that is placed, and tells how good its line is; and when one came to nothing. */
  readonly placed: (attempt: string, call: OutgoingCall, leg: Leg) => () => LineQuality | null;
  readonly missed: (attempt: string) => void;
  /** Talks to whoever answered. */
  readonly answered: (answered: AnsweredCall) => void;
  readonly monotonic: () => number;
  readonly log: Log;
  readonly send: (attempt: string, body: CallEvent) => void;
}

/** Calls that core orders: each attempt is rung once; who answers is talked to as in any call, else what came of it is told. */
export class OutboundCalls {
  readonly #deps: OutboundDeps;
  readonly #taken = new CarriedOut();
  readonly #ringing = new Set<Ringing>();
  #closing = false;

  constructor(deps: OutboundDeps) {
    this.#deps = deps;
  }

  /** Rings. The same attempt again does nothing. */
  async dial({ attempt, to, ringMs, reason }: DialMessage): Promise<void> {
    if (!this.#taken.take(attempt)) return;
    const { answered, dial, log, missed, monotonic, openLeg, placed, send, trunk } = this.#deps;
    const began = monotonic();
    const tell = (outcome: NotReached, status: number): void =>
      send(attempt, { kind: 'outbound.result', outcome, status, ms: Math.round(monotonic() - began) });
    if (this.#closing) return tell('failed', 503);
    let leg: Leg | null = null;
    try {
      leg = await openLeg();
      const call = dial(to, { host: leg.host, port: leg.port });
      const quality = placed(attempt, call, leg);
      const onRings = (): void => send(attempt, { kind: 'outbound.ringing' });
      const ringing = new Ringing({ call, leg, trunk, ringMs, onRings, log });
      this.#ringing.add(ringing);
      const rung = await ringing.result;
      this.#ringing.delete(ringing);
      if (rung.answered) return answered({ id: attempt, call: rung.answered, leg, reason, to, quality });
      tell(rung.outcome, rung.status);
    } catch (error) {
      log.error({ cause: messageOf(error) }, 'somebody could not be called');
      tell('failed', 0);
    }
    await leg
      ?.close()
      .catch((error: unknown) => log.error({ cause: messageOf(error) }, 'the sound of a call could not be closed'));
    missed(attempt);
  }

  /** Ends every ring; no more are made. */
  endAll(): void {
    this.#closing = true;
    for (const ringing of this.#ringing) ringing.cancel();
  }
}
