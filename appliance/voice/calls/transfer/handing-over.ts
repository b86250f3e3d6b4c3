import type { CallEvent } from '#shared/link/events.ts';
import type { CallDeps, EndedBy } from '../call-deps.ts';
import type { Holding } from '../holding.ts';
import type { PersonLeg } from './person-leg.ts';
import { Transfer, type TransferBody } from './transfer.ts';

interface HandingOverDeps {
  readonly call: Pick<CallDeps, 'incoming' | 'leg' | 'log' | 'monotonic' | 'openEar' | 'people' | 'send' | 'tts'>;
  readonly holding: Holding;
  /** Nobody has taken the call: the caller is back in the talk, with this to be told. */
  readonly back: (result: CallEvent) => void;
  /** A person has: from now on we only carry the sound. */
  readonly joined: () => void;
  readonly end: (reason: string, by?: EndedBy) => void;
  readonly isOver: () => boolean;
}

/** Hands one call to a person: music for the caller while people are rung, then both joined, or the caller back in the talk. */
export class HandingOver {
  readonly #deps: HandingOverDeps;
  #under: { readonly id: string; readonly transfer: Transfer } | null = null;
  #person: PersonLeg | null = null;

  constructor(deps: HandingOverDeps) {
    this.#deps = deps;
  }

  /** @param id of the command, which its result names */
  async connect(id: string, body: TransferBody): Promise<void> {
    const { call, end, holding, isOver } = this.#deps;
    const transfer = new Transfer(call, body);
    this.#under = { id, transfer };
    const held = holding.hold();
    const { ok } = await transfer.run();
    const person = transfer.joined;
    await held;
    // Who hung up meanwhile is told of by `callerLeft`.
    if (isOver()) return transfer.notJoined('caller_left');
    if (ok && !person) {
      this.#tell();
      return end('taken on by the line');
    }
    const resumed = await holding.resume();
    if (isOver()) return transfer.notJoined('caller_left');
    if (!resumed) {
      transfer.notJoined('caller_left');
      this.#tell();
      return end('the caller could not be taken off hold', 'lost');
    }
    if (person && !person.isOver) return this.#join(person);
    transfer.notJoined('not_taken');
    this.#deps.back({ kind: 'transfer.result', command: id, ...transfer.record });
    this.#under = null;
  }

  /**
   * A key that the caller's line told beside the sound goes to the person; those in the sound reach them with it.
   * @returns false while there is no person
   */
  key(digit: string): boolean {
    this.#person?.leg.press(digit);
    return this.#person !== null;
  }

  /** The caller's line has ended: so does the person's, and what was under way is told. */
  async callerLeft(): Promise<void> {
    this.#person?.hangup('the caller hung up');
    await this.#under?.transfer.callerLeft();
    this.#under?.transfer.notJoined('caller_left');
    this.#tell();
  }

  #join(person: PersonLeg): void {
    const { call, end, joined } = this.#deps;
    this.#person = person;
    joined();
    this.#tell();
    call.leg.join(person.leg, { record: call.people.record });
    person.onEnded((reason) => end(`the person's side ended: ${reason}`));
  }

  /** Tells how the transfer under way went, once. */
  #tell(): void {
    if (!this.#under) return;
    const { id, transfer } = this.#under;
    this.#under = null;
    this.#deps.call.send({ kind: 'transfer.result', command: id, ...transfer.record });
  }
}
