import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { Leg } from '../media/leg.ts';
import type { CallEnd, OutgoingCall } from '../sip/session/call.ts';
import type { Direction, NegotiatedMedia } from '../sip/session/media.ts';
import { signal } from '../sip/session/signal.ts';
import type { LineCall } from './line.ts';
import { legFormat } from './sip-call.ts';

/** A SIP call of ours and the RTP leg of its sound, as a call that whoever conducts calls can talk in. It has been answered, or rings. */
export class PlacedCall implements Omit<LineCall, 'openLeg' | 'redirect' | 'listen' | 'refer' | 'reject'> {
  readonly rings = false;
  readonly trunk: string | null;
  readonly #call: OutgoingCall;
  readonly #leg: Pick<Leg, 'start' | 'update'>;
  readonly #log: Log;
  readonly #directions = signal<Direction>();
  #started = false;
  #broken = false;

  constructor(call: OutgoingCall, leg: Pick<Leg, 'start' | 'update'>, trunk: string | null, log: Log) {
    this.#call = call;
    this.#leg = leg;
    this.trunk = trunk;
    this.#log = log;
    // Early media opens the way for their sound.
    call.onProgress(({ media }) => media && this.#use(media));
    call.onAnswered((media) => this.#use(media));
    call.onMediaChange((media) => {
      if (this.#use(media)) this.#directions.fire(media.direction);
    });
  }

  get id(): string {
    return this.#call.id;
  }

  get from(): OutgoingCall['from'] {
    return this.#call.from;
  }

  get to(): OutgoingCall['to'] {
    return this.#call.to;
  }

  /** It rings there, not here. */
  ring(): void {}

  /** The far end has done that. */
  async answer(): Promise<void> {}

  hangup(reason?: string): void {
    this.#call.hangup(reason);
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.#call.onEnded((end) => handler(this.#broken ? { ...end, by: 'error' } : end));
  }

  onDigit(handler: (digit: string) => void): void {
    this.#call.onDigit(handler);
  }

  onDirection(handler: (direction: Direction) => void): void {
    this.#directions.on(handler);
  }

  async offerDirection(direction: Direction): Promise<Direction | null> {
    const media = await this.#call.offerMedia(direction);
    return media !== null && this.#use(media) ? media.direction : null;
  }

  /** A call whose media cannot be used is over. */
  #use(media: NegotiatedMedia): boolean {
    try {
      if (this.#started) this.#leg.update(legFormat(media));
      else this.#leg.start(legFormat(media));
      this.#started = true;
      return true;
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the media of a call of ours cannot be used');
      this.#broken = true;
      this.#call.hangup('the media cannot be used');
      return false;
    }
  }
}
