import { PilotError } from '#shared/errors.ts';
import type { StreamOut } from '../media/messages.ts';
import type { Media } from '../media/media.ts';
import type { StreamLeg } from '../media/stream-leg.ts';
import type { CallEnd, Party } from '../sip/session/call.ts';
import type { CallIdentity } from '../sip/session/identity.ts';
import { latch } from '../sip/session/signal.ts';
import type { LineCall } from './line.ts';

/** What a stream call writes to. */
export interface Wire {
  /** How many frames the far end is kept ahead; it then tells by marks what it has played. 0: it plays each as it comes. */
  readonly ahead: number;
  /** Never waits: what the far end does not take in time is dropped. */
  write(out: StreamOut): void;
  /** Ends the call at the far end. @param away it was never answered */
  end(away: Away | null): void;
}

/** A call that is not for the box. */
export interface Away {
  /** The number it is sent to; null when it is turned away. */
  readonly to: string | null;
}

/** A number as a party to a call; '' when withheld. */
export const partyOf = (number: string): Party => ({
  uri: number === '' ? '' : `tel:${number}`,
  user: number,
  display: '',
});

const WITHHELD = /^(anonymous|unavailable|unknown|restricted|private|asserted|blocked)?$/i;

/** The number as it is kept: '' for one that is withheld in words. */
export const shownNumber = (number: string): string => (WITHHELD.test(number) ? '' : number);

/** A call whose sound comes over a stream of its line's own: it is up from the start, and nothing is agreed in mid-call. */
export class StreamCall implements LineCall {
  readonly id: string;
  readonly from: Party;
  readonly to: Party;
  readonly trunk = null;
  readonly rings = false;
  readonly identity?: CallIdentity;
  readonly redirect?: (number: string) => void;
  readonly #wire: Wire;
  readonly #ended = latch<CallEnd>();
  #leg: StreamLeg | null = null;
  #answered = false;
  #unlisten: () => void = () => undefined;

  constructor(
    call: {
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly identity?: CallIdentity;
      /** The line can put a caller through to another number. */
      readonly redirects?: boolean;
    },
    wire: Wire,
  ) {
    this.id = call.id;
    if (call.identity) this.identity = call.identity;
    if (call.redirects) this.redirect = (number) => this.#sendOn(number);
    this.from = partyOf(call.from);
    this.to = partyOf(call.to);
    this.#wire = wire;
  }

  get isOver(): boolean {
    return this.#ended.fired();
  }

  /** The line has taken the call by now: the caller hears silence until we speak. */
  ring(): void {}

  async openLeg(media: Pick<Media, 'openStream'>): Promise<StreamLeg> {
    const leg = await media.openStream(this.#wire.ahead);
    this.#leg = leg;
    return leg;
  }

  async answer(): Promise<void> {
    const leg = this.#leg;
    if (this.isOver || leg === null)
      throw new PilotError('stream_call_over', `call ${this.id} has ended, or its leg was not opened`, {
        fix: 'Open the leg and answer while the call is up.',
      });
    this.#answered = true;
    this.#unlisten = leg.onOut((out) => this.#wire.write(out));
    leg.start();
  }

  reject(status: number, reason = 'turned away'): void {
    if (!this.#answered) this.#end({ by: 'local', reason, status }, { to: null });
  }

  hangup(reason = 'hung up'): void {
    this.#end({ by: 'local', reason, status: null }, this.#answered ? null : { to: null });
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.#ended.on(handler);
  }

  /** Keys come with the sound. */
  onDigit(): void {}

  /** The far end cannot tell that it holds. */
  onDirection(): void {}

  async offerDirection(): Promise<null> {
    return null;
  }

  /** Sound that came: 8 kHz. The array is given away. */
  hear(pcm: Int16Array<ArrayBuffer>): void {
    this.#leg?.hear(pcm);
  }

  key(digit: string): void {
    this.#leg?.key(digit);
  }

  marked(name: string): void {
    this.#leg?.marked(name);
  }

  /** The far end is gone. */
  lost(end: Omit<CallEnd, 'status'>): void {
    this.#over({ ...end, status: null });
  }

  #sendOn(number: string): void {
    if (!this.#answered) this.#end({ by: 'local', reason: 'sent on', status: 302 }, { to: number });
  }

  #end(end: CallEnd, away: Away | null): void {
    if (this.isOver) return;
    this.#over(end);
    this.#wire.end(away);
  }

  #over(end: CallEnd): void {
    if (this.isOver) return;
    this.#unlisten();
    this.#ended.fire(end);
  }
}
