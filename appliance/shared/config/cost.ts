import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
/** In the currency, as bills write it: `0.0085`. */
const Amount = Type.Number({ minimum: 0, maximum: 100_000 });
const Limit = Type.Optional(Type.Union([Amount, Type.Literal('none')]));

/** What things cost the shop, and how much a call, a day and a month may cost. Only the premium voice stops at a budget. */
export const CostFile = Type.Object(
  {
    /** ISO 4217. */
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    prices: Type.Optional(
      Type.Object(
        {
          carrier_minute: Type.Optional(Amount),
          premium_1000_characters: Type.Optional(Amount),
          sms: Type.Optional(Amount),
          email: Type.Optional(Amount),
          /** A call that tells somebody of an alert. */
          call: Type.Optional(Amount),
          kilowatt_hour: Type.Optional(Amount),
        },
        strict,
      ),
    ),
    /** What the box draws while a call goes on: an estimate, nobody measures it. */
    watts: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
    /** The carrier bills begun spans of so many seconds. */
    carrier_increment: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
    budget: Type.Optional(Type.Object({ call: Limit, day: Limit, month: Limit }, strict)),
  },
  strict,
);

/** Amounts are whole millionths of the currency (micros). */
export interface CostConfig {
  readonly currency: string;
  readonly prices: {
    readonly carrierMinuteMicros: number;
    readonly premiumThousandMicros: number;
    /** By channel. */
    readonly messageMicros: Readonly<Record<string, number>>;
    readonly kilowattHourMicros: number;
  };
  readonly watts: number;
  readonly carrierIncrementSeconds: number;
  /** Null: no limit. */
  readonly budgetMicros: {
    readonly call: number | null;
    readonly day: number | null;
    readonly month: number | null;
  };
}

const micros = (amount: number): number => Math.round(amount * 1_000_000);

const limit = (wanted: number | 'none' | undefined, standard: number): number | null =>
  wanted === 'none' ? null : micros(wanted ?? standard);

/** Fills in the defaults. The prices are rather high than low: a contract that is dearer must be written down. */
export const completeCost = (file: Static<typeof CostFile> | undefined): CostConfig => {
  const { budget = {}, prices = {} } = file ?? {};
  return {
    currency: file?.currency ?? 'USD',
    prices: {
      carrierMinuteMicros: micros(prices.carrier_minute ?? 0.01),
      premiumThousandMicros: micros(prices.premium_1000_characters ?? 0.3),
      messageMicros: {
        sms: micros(prices.sms ?? 0.02),
        email: micros(prices.email ?? 0),
        call: micros(prices.call ?? 0.02),
      },
      kilowattHourMicros: micros(prices.kilowatt_hour ?? 0.2),
    },
    watts: file?.watts ?? 150,
    carrierIncrementSeconds: file?.carrier_increment ?? 60,
    budgetMicros: { call: limit(budget.call, 1), day: limit(budget.day, 10), month: limit(budget.month, 100) },
  };
};
