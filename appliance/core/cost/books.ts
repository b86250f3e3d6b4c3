import type { CostReport, CostReports } from '#shared/api/cost.ts';
import type { HealthCheck } from '#shared/api/health.ts';
import type { Clock } from '#shared/clock.ts';
import type { CostConfig } from '#shared/config/cost.ts';
import { messageOf } from '#shared/errors.ts';
import type { Sentence } from '#shared/link/commands.ts';
import type { Log } from '#observe/log.ts';
import { leftMicros } from '#shop/cost/budget.ts';
import { charactersFor, type Cost, keptAnswers, modelCost, premiumCost } from '#shop/cost/tariff.ts';
import type { ModelCall } from '#store/calls/model-call.ts';
import { addCostLine } from '#store/cost/line.ts';
import { periodsOf } from '#store/cost/periods.ts';
import { spentBy } from '#store/cost/read.ts';
import { settleCosts } from '#store/cost/settle.ts';
import type { Tx } from '#store/scope.ts';
import type { BusinessStore } from '#store/store.ts';
import type { StoredCommand } from '../calls/commands.ts';

const SETTLE_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Looked back at while it runs, and at a start: a box may have been off for a month. */
const LATELY_MS = 2 * DAY_MS;
const LONG_AGO_MS = 40 * DAY_MS;
/** Text grows a little where symbols become words. */
const SPOKEN_MARGIN = 1.25;

export interface BooksParts {
  readonly store: BusinessStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly zone: string;
  readonly config: CostConfig;
  /** A premium voice is configured. */
  readonly premium: boolean;
}

/** Characters of a say that may be given to the premium voice: fixed phrases have their clips. */
const charactersIn = (sentences: readonly Sentence[]): number =>
  Math.ceil(sentences.reduce((sum, { text, clip }) => sum + (clip === true ? 0 : text.length), 0) * SPOKEN_MARGIN);

const allowedIn = (commands: readonly StoredCommand[]): number =>
  commands.reduce((sum, { body }) => sum + (body.kind === 'say' ? (body.premiumCharacters ?? 0) : 0), 0);

/**
 * What calls cost and may still cost. Lines go into the transaction of the event that tells of them; what a say was allowed and has
 * not told of counts as spent until then, over all calls, so that a budget is not promised twice.
 */
export class CostBooks {
  readonly #parts: BooksParts;
  /** Characters allowed and not yet told of, by call. */
  readonly #promised = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: BooksParts) {
    this.#parts = parts;
  }

  /** Characters of these sentences that the premium voice may be given now. */
  async allowance(tx: Tx, callId: string, sentences: readonly Sentence[]): Promise<number> {
    const { clock, config, premium, zone } = this.#parts;
    const wanted = premium ? charactersIn(sentences) : 0;
    if (wanted === 0) return 0;
    const promised = (characters: number): number => premiumCost(characters, config).micros;
    const left = leftMicros(config.budgetMicros, await spentBy(tx, callId, periodsOf(clock.now(), zone)), {
      call: promised(this.#promised.get(callId) ?? 0),
      all: promised([...this.#promised.values()].reduce((sum, one) => sum + one, 0)),
    });
    return left === null ? wanted : Math.min(wanted, charactersFor(left, config));
  }

  /** The commands of a call that are open now: what they were allowed is not promised to another. */
  hold(callId: string, open: readonly StoredCommand[]): void {
    const characters = allowedIn(open);
    if (characters === 0) this.#promised.delete(callId);
    else this.#promised.set(callId, characters);
  }

  /** Voice told what a say has used. */
  async premiumUsed(tx: Tx, callId: string, command: string, characters: number, at: number): Promise<void> {
    await this.#addPremium(tx, callId, command, characters, at, false);
  }

  /** Voice is gone, and nobody will tell what these says have used: all that they were allowed is assumed. */
  async premiumLost(tx: Tx, callId: string, open: readonly StoredCommand[]): Promise<void> {
    for (const command of open) {
      const characters = allowedIn([command]);
      if (characters > 0) await this.#addPremium(tx, callId, command.id, characters, this.#parts.clock.now(), true);
    }
  }

  /** What the questions about one utterance cost; models without a price leave no line but for answers that were had before. @param seq the utterance's event */
  async modelsAsked(tx: Tx, callId: string, seq: number, tries: readonly ModelCall[]): Promise<void> {
    const { clock, config, zone } = this.#parts;
    const write = (name: string, cost: Cost): Promise<boolean> =>
      addCostLine(tx, { callId, source: `${name}/${callId}/${seq}`, cost, at: clock.now() }, { config, zone });
    const kept = tries.filter(({ cached }) => cached).length;
    if (kept > 0) await write('kept_answer', keptAnswers(kept));
    const micros = tries.reduce((sum, one) => sum + one.microDollars, 0);
    if (micros === 0) return;
    const tokens = tries.reduce((sum, one) => sum + (one.promptTokens ?? 0) + (one.answerTokens ?? 0), 0);
    const guessed = tries.some((one) => one.microDollars > 0 && one.answerTokens === null);
    await write('model', modelCost(tokens, micros, guessed));
  }

  async #addPremium(
    tx: Tx,
    callId: string,
    command: string,
    characters: number,
    at: number,
    estimate: boolean,
  ): Promise<void> {
    const { config, zone } = this.#parts;
    const cost = premiumCost(characters, config, estimate);
    await addCostLine(tx, { callId, source: `premium/${command}`, cost, at }, { config, zone });
  }

  /** Settles what waits since the last run, and from now on every minute. */
  start(): void {
    void this.settle(LONG_AGO_MS);
    this.#timer = setInterval(() => void this.settle(), SETTLE_EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#settling;
  }

  /** Writes down what ended calls and sent messages cost; never rejects. */
  settle(backMs = LATELY_MS): Promise<void> {
    const { clock, config, log, store, zone } = this.#parts;
    this.#settling = this.#settling.then(async () => {
      try {
        const since = clock.now() - backMs;
        let more = true;
        while (more) ({ more } = await store.transaction((tx) => settleCosts(tx, { config, zone }, since)));
      } catch (error) {
        log.error({ cause: messageOf(error) }, 'costs could not be settled');
      }
    });
    return this.#settling;
  }

  /** @param date local day, `2026-11-23`; today when left out */
  async reports(date?: string): Promise<CostReports> {
    const { clock, config, store, zone } = this.#parts;
    const periods =
      date === undefined ? periodsOf(clock.now(), zone) : { day: `day:${date}`, month: `month:${date.slice(0, 7)}` };
    const report = async (period: 'day' | 'month'): Promise<CostReport> => {
      const kinds = [...(await store.costs.ofPeriod(periods[period]))];
      return {
        period,
        label: periods[period].slice(period.length + 1),
        currency: config.currency,
        micros: kinds.reduce((sum, { micros }) => sum + micros, 0),
        budgetMicros: config.budgetMicros[period],
        kinds,
      };
    };
    return { day: await report('day'), month: await report('month') };
  }

  /** Told where a budget holds the premium voice back. */
  async check(): Promise<HealthCheck[]> {
    if (!this.#parts.premium) return [];
    const { day, month } = await this.reports();
    const used = [day, month].filter(({ budgetMicros, micros }) => budgetMicros !== null && micros >= budgetMicros);
    return used.map(({ period }) => ({
      name: 'budget',
      ok: false,
      detail: `the ${period}'s budget is used up: the local voice speaks to everybody`,
      fix: `See pilot cost --${period}; raise cost.budget.${period}, or wait for the next ${period}.`,
    }));
  }
}
