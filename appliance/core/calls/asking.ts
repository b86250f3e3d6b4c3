import type { CallEvent } from '#shared/link/events.ts';
import type { CallState } from '#conversation/state/state.ts';
import type { Secret } from '#conversation/withhold.ts';
import type { ModelTrial } from '#store/calls/model-trial.ts';
import type { Desk } from '../desk.ts';
import type { Understanding } from '../models/models.ts';

/** What makes an answer about earlier words useless, or must not wait for it. */
const OVERTAKES: ReadonlySet<CallEvent['kind']> = new Set([
  'speech.final',
  'key',
  'call.ended',
  'owner.entered',
  'transfer.result',
]);

/** A model being asked about one utterance of a call, before the transaction that takes it in. Nothing of the call waits longer. */
export class Asking {
  readonly #desk: Desk;
  readonly #call: string;
  #open: AbortController | null = null;
  #trials: readonly ModelTrial[] | null = null;

  constructor(desk: Desk, call: string) {
    this.#desk = desk;
    this.#call = call;
  }

  /** Another event came in. Danger does not wait behind a question to a model. */
  overtake(body: CallEvent): void {
    if (this.#open === null) return;
    const danger = body.kind === 'speech.partial' && this.#desk.tellsOfDanger(body.text);
    if (danger || OVERTAKES.has(body.kind)) this.#open.abort();
  }

  /**
   * Null when no model is there, or none is needed. Words with a code or a card in them are sent to none.
   * @param known the call's codes, to know them again; null while nobody has looked them up: nothing is sent then
   */
  async understand(body: CallEvent, state: CallState, known: readonly Secret[] | null): Promise<Understanding | null> {
    const { models } = this.#desk;
    if (models === null || known === null || body.kind !== 'speech.final' || body.text.trim() === '') return null;
    const { text } = this.#desk.withhold(body.text, state, known);
    if (text !== body.text) return null;
    const open = new AbortController();
    this.#open = open;
    try {
      const context = await this.#desk.context(state.playbookDigest);
      this.#trials ??= models.compares ? await this.#desk.store.calls.modelTrials(this.#call) : [];
      const trials = this.#trials;
      return await models.understand({ call: this.#call, text, state, context, trials, signal: open.signal });
    } catch (error) {
      // A fault of ours in here must not cost the caller the turn: the rules read it.
      this.#desk.log.error({ err: error, call: this.#call }, 'models could not be asked');
      return null;
    } finally {
      this.#open = null;
    }
  }
}
