import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const Code = Type.String({ pattern: '^[a-z][a-z0-9_]{1,40}$' });

/** What may be offered after which kinds of visit. Its price is a row of the shop. */
export const Offer = Type.Object(
  {
    /** Code of an add-on or a service type of the shop's price book. */
    sell: Code,
    /** Fits into "... is ... a year": `our maintenance plan, with two tune-ups a year`. It holds no amount. */
    spoken: Type.String({ minLength: 3, maxLength: 120 }),
    /** Service types after whose booking it is offered. */
    after: Type.Array(Code, { minItems: 1, maxItems: 60 }),
  },
  strict,
);

/** One offer at the end of a call that came to a booking. Off by default. */
export const CrossSell = Type.Object(
  {
    on: Type.Boolean({ default: false }),
    /** A customer who was asked is not asked again for so many days, whatever they said. */
    restDays: Type.Integer({ minimum: 1, maximum: 3650, default: 180 }),
    /** The first that fits and has a price is made. */
    offers: Type.Array(Offer, { maxItems: 20, default: [] }),
  },
  { ...strict, default: {} },
);
export type CrossSell = Static<typeof CrossSell>;

/** What a customer is asked when a visit is over. Off by default. */
export const Survey = Type.Object(
  {
    on: Type.Boolean({ default: false }),
    /** Minutes between the end of a visit and the text. */
    afterMinutes: Type.Integer({ minimum: 0, maximum: 10_080, default: 120 }),
    /** A customer is asked at most once in so many days. */
    restDays: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }),
    /** Of 1 to 5: at or below it a person of the office is to call; nobody is asked for a review then. */
    low: Type.Integer({ minimum: 1, maximum: 4, default: 3 }),
    /** Sent by text to who says five; null: nobody is asked for a review. */
    reviewLink: Type.Union([Type.String({ pattern: '^https://\\S{4,200}$' }), Type.Null()], { default: null }),
  },
  { ...strict, default: {} },
);
export type Survey = Static<typeof Survey>;
