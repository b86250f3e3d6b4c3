import type { CostConfig } from '#shared/config/cost.ts';

/** What one thing costs: a whole quantity of a named unit, and whole millionths of the currency. */
export interface Cost {
  readonly kind: string;
  readonly quantity: number;
  readonly unit: 'second' | 'character' | 'milliwatt_hour' | 'message' | 'token' | 'question';
  readonly micros: number;
  /** Computed, not measured. */
  readonly estimate: boolean;
}

const MS_PER_HOUR = 3_600_000;

/** The carrier's time, in begun increments. @param ms from the ring to the end */
export const carrierCost = (ms: number, { carrierIncrementSeconds: increment, prices }: CostConfig): Cost => {
  const seconds = Math.ceil(Math.max(0, ms) / 1000 / increment) * increment;
  const micros = Math.round((seconds * prices.carrierMinuteMicros) / 60);
  return { kind: 'carrier', quantity: seconds, unit: 'second', micros, estimate: false };
};

/** @param estimate nobody told how many were used */
export const premiumCost = (characters: number, { prices }: CostConfig, estimate = false): Cost => ({
  kind: 'premium',
  quantity: characters,
  unit: 'character',
  micros: Math.round((characters * prices.premiumThousandMicros) / 1000),
  estimate,
});

/** What the box drew meanwhile, by the configured figure: calls at the same time each count whole. */
export const energyCost = (ms: number, { prices, watts }: CostConfig): Cost => {
  const milliwattHours = Math.round((watts * 1000 * Math.max(0, ms)) / MS_PER_HOUR);
  const micros = Math.round((milliwattHours * prices.kilowattHourMicros) / 1_000_000);
  return { kind: 'energy', quantity: milliwattHours, unit: 'milliwatt_hour', micros, estimate: true };
};

/** One message that was sent. A channel without a price costs nothing. */
export const messageCost = (channel: string, { prices }: CostConfig): Cost => ({
  kind: `message.${channel}`,
  quantity: 1,
  unit: 'message',
  micros: prices.messageMicros[channel] ?? 0,
  estimate: false,
});

/**
 * Questions to language models, which their servers price themselves.
 * @param tokens of questions and answers; estimated where a server counted none
 */
export const modelCost = (tokens: number, micros: number, estimate: boolean): Cost => ({
  kind: 'model',
  quantity: tokens,
  unit: 'token',
  micros,
  estimate,
});

/** Questions to models that had their answer before, and so cost nothing. */
export const keptAnswers = (questions: number): Cost => ({
  kind: 'kept_answer',
  quantity: questions,
  unit: 'question',
  micros: 0,
  estimate: false,
});

/** Whole characters that so much buys. */
export const charactersFor = (micros: number, { prices }: CostConfig): number =>
  prices.premiumThousandMicros === 0
    ? Number.MAX_SAFE_INTEGER
    : Math.floor((Math.max(0, micros) * 1000) / prices.premiumThousandMicros);
