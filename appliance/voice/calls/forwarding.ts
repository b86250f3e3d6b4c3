import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import type { LineCall } from '../lines/line.ts';
import { legFormat } from '../lines/sip-call.ts';
import type { Leg } from '../media/leg.ts';
import type { Media } from '../media/media.ts';
import type { SoundLeg } from '../media/sound-leg.ts';
import type { OutgoingCall } from '../sip/session/call.ts';
import type { Direction, MediaAddress, NegotiatedMedia } from '../sip/session/media.ts';

/** How long the fallback number rings, ms: under what most voicemails wait plus the way there. */
export const FORWARD_RING_MS = 40_000;

/**
 * `joined`: both talk, or have talked. `not_taken`: the caller still rings here. `gone`: the caller gave up.
 */
export type ForwardOutcome = 'joined' | 'not_taken' | 'gone';

export interface ForwardingDeps {
  readonly incoming: Pick<LineCall, 'ring' | 'openLeg' | 'answer' | 'hangup' | 'onEnded' | 'onDigit' | 'onDirection'>;
  readonly media: Media;
  /** Rings the other number. @throws PilotError when no trunk can */
  readonly ring: (media: MediaAddress) => OutgoingCall;
  /** The caller's side carries sound now. */
  readonly opened: (leg: SoundLeg) => void;
  readonly log: Log;
}

const holds = (direction: Direction): boolean => direction === 'inactive' || direction === 'recvonly';

/**
 * A caller who is sent on to another number by a call of ours, where the trunk does not do it: the number is rung while the caller
 * hears it ring, and once it answers both are joined. We only carry their sound; one's end is the other's.
 */
export class Forwarding {
  readonly #deps: ForwardingDeps;
  readonly #outcome = Promise.withResolvers<ForwardOutcome>();
  #far: Leg | null = null;
  #near: SoundLeg | null = null;
  #call: OutgoingCall | null = null;
  #started = false;
  #gone = false;

  constructor(deps: ForwardingDeps) {
    this.#deps = deps;
  }

  /** Resolves once the other number has answered, or will not. */
  async run(): Promise<ForwardOutcome> {
    const { incoming, log, media } = this.#deps;
    incoming.onEnded(() => this.#callerLeft());
    incoming.ring();
    let timer: NodeJS.Timeout | null = null;
    try {
      const far = await media.openLeg();
      this.#far = far;
      if (this.#gone) return await this.#over('gone');
      const call = this.#deps.ring({ host: far.host, port: far.port });
      this.#call = call;
      timer = setTimeout(() => this.#outcome.resolve('not_taken'), FORWARD_RING_MS);
      call.onProgress(({ media: early }) => early && this.#use(early));
      call.onMediaChange((agreed) => this.#use(agreed));
      call.onAnswered((agreed) => void this.#join(agreed));
      call.onEnded(({ reason }) => this.#farLeft(reason));
    } catch (error) {
      log.error({ cause: messageOf(error) }, 'the fallback number could not be rung');
      this.#outcome.resolve('not_taken');
    }
    const outcome = await this.#outcome.promise;
    if (timer) clearTimeout(timer);
    return outcome === 'joined' ? outcome : this.#over(outcome);
  }

  async #join(agreed: NegotiatedMedia): Promise<void> {
    const { incoming, log, media, opened } = this.#deps;
    const far = this.#far;
    if (this.#gone || !far) return;
    try {
      this.#use(agreed);
      const near = await incoming.openLeg(media);
      this.#near = near;
      opened(near);
      incoming.onDirection((direction) => near.hold(holds(direction)));
      incoming.onDigit((digit) => far.press(digit));
      near.onTimeout((ms) => incoming.hangup(`no audio from the caller for ${Math.round(ms / 1000)} s`));
      far.onTimeout((ms) => this.#call?.hangup(`no audio for ${Math.round(ms / 1000)} s`));
      await incoming.answer();
      near.join(far, { record: false });
      this.#outcome.resolve('joined');
    } catch (error) {
      log.error({ cause: messageOf(error) }, 'a caller could not be joined with the fallback number');
      this.#gone = true;
      incoming.hangup('not joined');
      this.#outcome.resolve('gone');
    }
  }

  #use(agreed: NegotiatedMedia): void {
    const far = this.#far;
    if (!far) return;
    try {
      if (this.#started) far.update(legFormat(agreed));
      else far.start(legFormat(agreed));
      this.#started = true;
      far.hold(holds(agreed.direction));
    } catch (error) {
      this.#deps.log.error({ cause: messageOf(error) }, 'the media of the fallback number cannot be used');
      this.#call?.hangup('the media cannot be used');
    }
  }

  #farLeft(reason: string): void {
    this.#outcome.resolve('not_taken');
    if (this.#near) this.#deps.incoming.hangup(`the other side ended: ${reason}`);
  }

  #callerLeft(): void {
    this.#gone = true;
    this.#outcome.resolve('gone');
    void this.#over('gone');
  }

  async #over(outcome: ForwardOutcome): Promise<ForwardOutcome> {
    this.#call?.hangup('the caller has gone');
    const legs = [this.#far, this.#near].flatMap((leg) => leg ?? []);
    await Promise.all(
      legs.map((leg) =>
        leg.close().catch((error: unknown) => {
          this.#deps.log.error({ cause: messageOf(error) }, 'the sound of a call could not be closed');
        }),
      ),
    );
    return outcome;
  }
}
