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
