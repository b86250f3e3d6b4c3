import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const words = Type.String({ minLength: 1, maxLength: 400 });

/** A window of the shop as local wall time: `2026-11-23 21:00-23:00`. */
export const WindowText = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d$` });

export const Address = Type.Object(
  {
    house: Type.String({ pattern: '^[0-9]{1,5}[A-Za-z]?$' }),
    /** With its suffix: `Oak Street`. */
    street: words,
    unit: Type.Optional(words),
    city: Type.String({ minLength: 1, default: 'Springfield' }),
    state: Type.String({ pattern: '^[A-Z]{2}$', default: 'OH' }),
    zip: Type.Optional(Type.String({ pattern: String.raw`^\d{5}$` })),
  },
  strict,
);
export type Address = Static<typeof Address>;

/** What the caller knows, and gives when asked. What is left out the caller has no answer for but a plain one. */
export const Facts = Type.Object(
  {
    /** First and last name. */
    name: Type.String({ pattern: '^\\S+ \\S', default: 'Grace Coleman' }),
    /** Ten digits. */
    phone: Type.String({ pattern: String.raw`^\d{10}$`, default: '9375550142' }),
    address: Type.Object(Address.properties, {
      ...strict,
      default: { house: '418', street: 'Maple Avenue', city: 'Springfield', state: 'OH' },
    }),
    /** The window wished for; the first on offer when left out. */
    window: Type.Optional(WindowText),
    /** With the quirk `changing_mind`: the window taken first. */
    first_window: Type.Optional(WindowText),
    gate_code: Type.Optional(Type.String({ pattern: String.raw`^\d{3,6}$` })),
    pets: Type.Optional(words),
    /** The answer to the question about smells, smoke and sparks. */
    danger: Type.String({ minLength: 1, default: 'No, nothing like that.' }),
    /** What a message should say. */
    message: Type.Optional(words),
  },
  strict,
);
export type Facts = Static<typeof Facts>;
