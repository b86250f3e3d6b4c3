import type { Direction } from '../sip/session/media.ts';
import type { CallLeg, CallLine } from './call-deps.ts';

interface HoldingDeps {
  readonly leg: Pick<CallLeg, 'hold'>;
  readonly incoming: Pick<CallLine, 'offerDirection'>;
  /** The talk stands still, or goes on. */
  readonly changed: (held: boolean) => void;
}

/** We do not send where the far end does not receive: it holds us (RFC 3264 section 8.4). */
const holdsUs = (direction: Direction): boolean => direction === 'inactive' || direction === 'recvonly';

/** Who holds the line: the far end, by its description; we, by a description of ours, with music; or both. */
export class Holding {
  readonly #deps: HoldingDeps;
  #theirs = false;
  #ours = false;
  /** The far end knows that we hold. */
  #signalled = false;

  constructor(deps: HoldingDeps) {
    this.#deps = deps;
  }

  get held(): boolean {
    return this.#theirs || this.#ours;
  }

  /** The direction agreed last, by whoever's offer. */
  agreed(direction: Direction): void {
    this.#apply(() => {
      this.#theirs = holdsUs(direction);
    });
  }

  /** We hold: music at once, and the far end is told. One that refuses the offer hears the music all the same. */
  async hold(): Promise<void> {
    if (this.#ours) return;
    this.#apply(() => {
      this.#ours = true;
    });
    this.#signalled = await this.#offer('sendonly');
  }

  /** @returns false when the far end did not take the call back: it stays on hold */
  async resume(): Promise<boolean> {
    if (!this.#ours) return true;
    if (this.#signalled && !(await this.#offer('sendrecv'))) return false;
    this.#signalled = false;
    this.#apply(() => {
      this.#ours = false;
    });
    return true;
  }

  async #offer(direction: Direction): Promise<boolean> {
    const agreed = await this.#deps.incoming.offerDirection(direction);
    if (agreed) this.agreed(agreed);
    return agreed !== null;
  }

  #apply(change: () => void): void {
    const before = this.held;
    change();
    // Music only where somebody listens: who holds us as well has taken the phone from the ear.
    this.#deps.leg.hold(this.held, this.#ours && !this.#theirs);
    if (this.held !== before) this.#deps.changed(this.held);
  }
}
