import { Type, type Static } from 'typebox';

/** The body of every answer that is not a success. `code` is stable and never reused; `fix` tells the reader the way out. */
export const ApiFailure = Type.Object({
  code: Type.String(),
  message: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
});
export type ApiFailure = Static<typeof ApiFailure>;
