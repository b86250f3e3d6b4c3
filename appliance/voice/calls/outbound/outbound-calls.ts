import { messageOf } from '#shared/errors.ts';
import type { OutboundOutcome } from '#shared/api/outbound.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import type { Log } from '#observe/log.ts';
import type { Leg } from '../../media/leg.ts';
import type { OutgoingCall } from '../../sip/session/call.ts';
import type { MediaAddress } from '../../sip/session/media.ts';
import type { TextToSpeech } from '../../speech/ports.ts';
import { CarriedOut } from '../core-says.ts';
import type { OpenEar } from '../ear.ts';
import type { Outcome } from '../transfer/outcome.ts';
import { PersonLeg } from '../transfer/person-leg.ts';

export interface OutboundDeps {
  /** @throws PilotError `outbound_off`, and as `Media.openLeg` */
  readonly openLeg: () => Promise<Leg>;
  /** Rings a number. @throws PilotError `outbound_off` when no trunk is configured for it */
  readonly dial: (to: string, media: MediaAddress) => OutgoingCall;
  /** Is shown each call that is placed. */
  readonly placed: (attempt: string, call: OutgoingCall, leg: Leg) => void;
  readonly tts: TextToSpeech;
  readonly openEar: OpenEar;
  readonly monotonic: () => number;
  readonly log: Log;
  readonly send: (attempt: string, body: CallEvent) => void;
}

const NOBODY = { uri: '', user: '', display: '' };

/** What the same end means where it is we who call. */
const OUTCOMES: Readonly<Partial<Record<Outcome, OutboundOutcome>>> = {
  taken: 'confirmed',
  declined: 'declined',
  not_taken: 'heard',
  voicemail: 'voicemail',
  busy: 'busy',
  no_answer: 'no_answer',
  refused: 'refused',
};

/** Calls that core orders: each attempt is rung once, told what it is to be told, and its result given back. */
export class OutboundCalls {
  readonly #deps: OutboundDeps;
  readonly #taken = new CarriedOut();
  readonly #legs = new Set<PersonLeg>();
  #closing = false;

  constructor(deps: OutboundDeps) {
    this.#deps = deps;
  }

  /** Rings. The same attempt again does nothing. */
  async dial({ attempt, to, ringMs, script }: DialMessage): Promise<void> {
    if (!this.#taken.take(attempt)) return;
    const { dial, log, monotonic, openEar, openLeg, placed, send, tts } = this.#deps;
    const began = monotonic();
    const tell = (outcome: OutboundOutcome, status: number): void =>
      send(attempt, { kind: 'outbound.result', outcome, status, ms: Math.round(monotonic() - began) });
    if (this.#closing) return tell('failed', 503);
    try {
      const sound = await openLeg();
      const ring = (at: MediaAddress): OutgoingCall => {
        const call = dial(to, at);
        placed(attempt, call, sound);
        return call;
      };
      const leg = new PersonLeg({
        person: { ringMs, ring: (_, at) => ring(at) },
        leg: sound,
        caller: NOBODY,
        whisper: script,
        parting: { taken: script.yes, declined: script.no, voicemail: script.voicemail },
        onProgress: (status) => send(attempt, { kind: 'outbound.progress', status }),
        tts,
        openEar,
        monotonic,
        log,
      });
      this.#legs.add(leg);
      const { outcome, status } = await leg.ring();
      this.#legs.delete(leg);
      leg.hangup('over');
      // A phone that declines the call has not been told of anything.
      tell(outcome === 'declined' && status !== 200 ? 'refused' : (OUTCOMES[outcome] ?? 'failed'), status);
    } catch (error) {
      log.error({ cause: messageOf(error) }, 'somebody could not be called');
      tell('failed', 0);
    }
  }

  /** Ends every call; no more are made. */
  endAll(): void {
    this.#closing = true;
    for (const leg of this.#legs) leg.cancel();
  }
}
