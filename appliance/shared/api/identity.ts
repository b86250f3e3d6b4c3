import { Type, type Static } from 'typebox';

/** What the signalling said of the caller beside the number, as it came. Nothing of it is proven by us. */
export const CallIdentityRecord = Type.Object({
  withheld: Type.Boolean({ description: 'the caller asked not to be shown' }),
  diverted: Type.Array(Type.Object({ number: Type.String(), reason: Type.String() }), {
    description: 'who was called before us, the first one first; a number withheld is empty',
  }),
  verstat: Type.Union([Type.Null(), Type.String({ description: "the carrier's word on the caller's number" })]),
  passports: Type.Array(Type.String({ description: 'an Identity header, untouched' })),
  extra: Type.Record(Type.String(), Type.String(), { description: 'X- headers' }),
});
export type CallIdentityRecord = Static<typeof CallIdentityRecord>;
