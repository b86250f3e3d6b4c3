import { Type, type Static } from 'typebox';

/** How far the change of the box's keys is. */
export const RotationStep = Type.Object({
  /** `waiting`: all rows are sealed anew, and messages that the phone side took alone are yet to be handed in. */
  state: Type.Union([Type.Literal('under_way'), Type.Literal('waiting'), Type.Literal('done')]),
  /** The key that seals now. */
  keyId: Type.String(),
  /** Values sealed anew since this rotation, or its continuation, began. */
  resealed: Type.Integer(),
  /** Values that no key of this box opens, now as before. */
  broken: Type.Integer(),
});
export type RotationStep = Static<typeof RotationStep>;
