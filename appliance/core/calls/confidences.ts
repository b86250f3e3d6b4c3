import type { CallState } from '#conversation/state/state.ts';
import type { Secret } from '#conversation/withhold.ts';
import { keepSecrets, openSecrets } from '#store/calls/transactor.ts';
import type { Tx } from '#store/scope.ts';
import type { Desk } from '../desk.ts';
import type { EventMessage } from './event-message.ts';

/** An event without what was said in confidence, and what that was. */
export interface Withheld {
  readonly event: EventMessage;
  /** Codes of the call up to and with this event. */
  readonly known: readonly Secret[];
  readonly fresh: readonly Secret[];
}

/** The codes of one call: taken out of what the caller says before anything is stored, shown or decided on, and known again. */
export class Confidences {
  readonly #desk: Desk;
  readonly #call: string;
  #known: readonly Secret[] | null = null;

  constructor(desk: Desk, call: string) {
    this.#desk = desk;
    this.#call = call;
  }

  /** Null until they were looked up. */
  get known(): readonly Secret[] | null {
    return this.#known;
  }

  async withhold(tx: Tx, event: EventMessage, state: CallState): Promise<Withheld> {
    const { body } = event;
    const known = await this.#look(tx, state);
    if (body.kind !== 'speech.final') return { event, known, fresh: [] };
    const { text, secrets } = this.#desk.withhold(body.text, state, known);
    return { event: { ...event, body: { ...body, text } }, known: [...known, ...secrets], fresh: secrets };
  }

  keep(tx: Tx, { fresh }: Withheld): Promise<void> {
    return keepSecrets(tx, this.#call, fresh);
  }

  committed({ known }: Withheld): void {
    this.#known = known;
  }

  /** Codes are looked up anew with the next event. */
  forget(): void {
    this.#known = null;
  }

  /** A call that goes on with an earlier one has that one's codes too. */
  async #look(tx: Tx, { slots }: CallState): Promise<readonly Secret[]> {
    const kept = [slots.gateCode, slots.alarmCode].flatMap((slot) => slot?.value ?? []);
    const known = this.#known;
    if (known !== null && kept.every((id) => known.some((one) => one.id === id))) return known;
    return await openSecrets(tx, this.#call, kept);
  }
}
