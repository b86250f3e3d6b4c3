import { Type, type Static } from 'typebox';

/**
 * What the caller is expected to say next. Voice sets its end-of-turn silence by it; core reads the answer by it.
 * `open` free speech; `yes_no`; `choice` one of a few spoken options (windows); `name`; `spelling`; `phone`; `address`; `code`.
 */
export const ExpectKind = Type.Union([
  Type.Literal('open'),
  Type.Literal('yes_no'),
  Type.Literal('choice'),
  Type.Literal('name'),
  Type.Literal('spelling'),
  Type.Literal('phone'),
  Type.Literal('address'),
  Type.Literal('code'),
]);
export type ExpectKind = Static<typeof ExpectKind>;

export const Expectation = Type.Object({
  kind: ExpectKind,
  /** Caller silence after our sentence, in ms, until voice reports `silence`. */
  timeoutMs: Type.Number({ minimum: 0 }),
});
export type Expectation = Static<typeof Expectation>;
