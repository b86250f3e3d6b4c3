import { Type, type Static } from 'typebox';

/** How one person was rung for a caller, and what came of it. */
export const TransferAttempt = Type.Object({
  /** Name of the person in the configuration. */
  to: Type.String(),
  way: Type.Union([Type.Literal('bridge'), Type.Literal('refer')]),
  /**
   * `taken`: caller and person were joined. `referred`: the caller's line took the caller there. `not_taken`: answered, and nobody
   * said that they take the call. `refused`: the line would not ring them. `failed`: they could not be rung.
   */
  outcome: Type.Union([
    Type.Literal('taken'),
    Type.Literal('referred'),
    Type.Literal('busy'),
    Type.Literal('no_answer'),
    Type.Literal('declined'),
    Type.Literal('not_taken'),
    Type.Literal('voicemail'),
    Type.Literal('refused'),
    Type.Literal('failed'),
    Type.Literal('caller_left'),
  ]),
  /** SIP status that decided it; 0 when none did. */
  status: Type.Integer(),
  ms: Type.Integer({ description: 'from the first ring to the outcome' }),
});
export type TransferAttempt = Static<typeof TransferAttempt>;

/** How a caller was handed to a person, or was not. */
export const TransferRecord = Type.Object({
  ok: Type.Boolean(),
  /** Who took the call; null when nobody did. */
  to: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Array(TransferAttempt),
});
export type TransferRecord = Static<typeof TransferRecord>;
