import { Type, type Static } from 'typebox';
import { OutboundPurpose } from '#shared/api/outbound.ts';
import { POLICIES, QUIRKS } from './codes.ts';
import { Expect } from './expectation.ts';
import { Facts } from './persona.ts';
import { ShopSetup } from './shop.ts';

const strict = { additionalProperties: false } as const;
const words = Type.String({ minLength: 1, maxLength: 400 });
const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Enum([...values]));

/** What the caller does when we say an act: words, keys, silence, or the end of the call. */
export const Move = Type.Union([
  words,
  Type.Object(
    {
      say: Type.Optional(words),
      press: Type.Optional(Type.String({ pattern: '^[0-9*#]+$' })),
      /** Says nothing until we ask again. */
      silent: Type.Optional(Type.Literal(true)),
      /** Speaks into our sentence once this share of it was heard. */
      interrupt: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      /** `caller`: hangs up. `lost`: the line breaks. */
      end: Type.Optional(oneOf(['caller', 'lost'])),
    },
    strict,
  ),
]);
export type Move = Static<typeof Move>;

/** By act: the same every time, or one after the other (the last one stays). */
export const Reactions = Type.Record(Type.String(), Type.Union([Move, Type.Array(Move, { minItems: 1 })]), {
  default: {},
});
export type Reactions = Static<typeof Reactions>;

const callProperties = {
  /** The number the network shows: the caller's own, none, or another one (it can be forged). */
  from: Type.Union([oneOf(['same', 'withheld']), Type.String({ pattern: String.raw`^\+\d{8,15}$` })], {
    default: 'same',
  }),
  /**
   * It is the box that rings, by the number on file: about the first visit of the shop's first customer, or about the call before. What
   * answers the phone speaks the opening.
   */
  outbound: Type.Optional(OutboundPurpose),
  /** The caller's first words. */
  opening: words,
  reactions: Reactions,
  /** Answers to follow-up questions whose words hold `ask`. */
  answers: Type.Array(Type.Object({ ask: words, say: words }, strict), { default: [] }),
} as const;

/** A later call of the same caller. */
const LaterCall = Type.Object({ after_minutes: Type.Number({ exclusiveMinimum: 0 }), ...callProperties }, strict);

/** One drill: a shop, a caller, a call or several, and how it must end. */
export const Scenario = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{2,60}$' }),
    /** What it is about, in one sentence. */
    about: words,
    playbook: Type.String({ default: 'all' }),
    /** What the playbook says otherwise than its file: `{crossSell: {on: true}}`. Each key takes the place of what the key holds there. */
    with: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), { default: {} }),
    /** The shop's wall clock when the call comes in: `2026-11-23T20:10`. */
    now: Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d$` }),
    policies: Type.Array(oneOf(POLICIES), { default: [] }),
    quirks: Type.Array(oneOf(QUIRKS), { default: [] }),
    /** May be rung by telephone. */
    audio: Type.Boolean({ default: false }),
    shop: Type.Object(ShopSetup.properties, { ...strict, default: {} }),
    caller: Type.Object(Facts.properties, { ...strict, default: {} }),
    ...callProperties,
    again: Type.Array(LaterCall, { default: [] }),
    expect: Expect,
  },
  strict,
);
export type Scenario = Static<typeof Scenario>;

/** One call of a scenario. */
export type ScenarioCall = Pick<Scenario, 'from' | 'outbound' | 'opening' | 'reactions' | 'answers'>;
