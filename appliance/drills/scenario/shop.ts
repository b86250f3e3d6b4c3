import { Type, type Static } from 'typebox';
import { Address, WindowText } from './persona.ts';

const strict = { additionalProperties: false } as const;
const words = Type.String({ minLength: 1, maxLength: 400 });

/** A visit that stands in the shop's book before the call. */
const KnownVisit = Type.Object(
  {
    service: words,
    window: WindowText,
    technician: Type.Optional(words),
    problem: Type.String({ default: 'routine visit' }),
    status: Type.String({ default: 'scheduled' }),
  },
  strict,
);
export type KnownVisit = Static<typeof KnownVisit>;

export const KnownCustomer = Type.Object(
  {
    name: words,
    phone: Type.String({ pattern: String.raw`^\d{10}$` }),
    address: Address,
    visits: Type.Array(KnownVisit, { default: [] }),
  },
  strict,
);
export type KnownCustomer = Static<typeof KnownCustomer>;

/** How the shop stands when the call comes in, beside the demo shop's own rows. */
export const ShopSetup = Type.Object(
  {
    customers: Type.Array(KnownCustomer, { default: [] }),
    /** Windows in which nobody is free any more. */
    taken: Type.Array(WindowText, { default: [] }),
    /** Days on which the shop is shut: nothing at all, or `on_call` service only. */
    holidays: Type.Array(
      Type.Object(
        {
          date: Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d$` }),
          kind: Type.Union([Type.Literal('closed'), Type.Literal('on_call')], { default: 'closed' }),
        },
        strict,
      ),
      { default: [] },
    ),
    outdoor_f: Type.Optional(Type.Number()),
    /** Other settings of the shop, as its row has them. */
    settings: Type.Record(Type.String(), Type.Unknown(), { default: {} }),
    /** Who may be rung for a caller, and whether they take the call. */
    people: Type.Array(Type.Object({ name: words, answers: Type.Boolean() }, strict), { default: [] }),
  },
  strict,
);
export type ShopSetup = Static<typeof ShopSetup>;
