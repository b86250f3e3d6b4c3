import { Type, type Static } from 'typebox';
import { CustomerSummary } from './customers.ts';
import { exactly, Id, Instant, nullable, oneOf } from './parts.ts';

const Thousandths = Type.Integer({ minimum: 0, maximum: 1000 });

/** Why two may be one; it quotes nothing of theirs. */
const MatchReason = Type.Object({
  what: oneOf(['name', 'phone', 'email', 'address', 'other_name']),
  how: oneOf(['same', 'nickname', 'alike', 'other_unit', 'shared']),
  likeness: Thousandths,
});

/** Two customers who may be one. */
export const DuplicatePair = Type.Object({
  id: Id,
  older: CustomerSummary,
  newer: CustomerSummary,
  score: Thousandths,
  reasons: Type.Array(MatchReason),
  foundAt: Instant,
});
export type DuplicatePair = Static<typeof DuplicatePair>;

/** Somebody who may be the customer just made. */
export const LikelyDuplicate = Type.Object({
  customer: CustomerSummary,
  score: Thousandths,
  certain: Type.Boolean({ description: 'number and name are the same' }),
  reasons: Type.Array(MatchReason),
});
export type LikelyDuplicate = Static<typeof LikelyDuplicate>;

/** What the search through all customers has come to. */
export const DuplicateSweep = Type.Object({
  state: oneOf(['idle', 'running', 'failed']),
  compared: Type.Integer({ description: 'customers looked at' }),
  found: Type.Integer({ description: 'pairs that wait' }),
  endedAt: nullable(Instant),
});
export type DuplicateSweep = Static<typeof DuplicateSweep>;

export const DuplicateList = Type.Object({ items: Type.Array(DuplicatePair), sweep: DuplicateSweep });
export type DuplicateList = Static<typeof DuplicateList>;

/** `loser` turned out to be the customer of the address. */
export const NewMerge = Type.Object({ loser: Id, reason: Type.Optional(Type.String({ maxLength: 300 })) }, exactly);
export type NewMerge = Static<typeof NewMerge>;

export const MergeRecord = Type.Object({
  id: Id,
  winnerId: Id,
  loserId: Id,
  moved: Type.Record(Type.String(), Type.Integer({ description: 'rows that went along' })),
  at: Instant,
  undoneAt: nullable(Instant),
});
export type MergeRecord = Static<typeof MergeRecord>;

/** What undoing a merge could not put back, because somebody changed it since. */
export const UndoneMerge = Type.Object({
  merge: MergeRecord,
  later: Type.Array(
    Type.Object({
      what: Type.String({ description: 'customer, contacts, locations ...' }),
      id: Id,
      fields: Type.Array(Type.String()),
      by: nullable(Type.String()),
      at: nullable(Instant),
    }),
  ),
  stayed: Type.Array(Type.Object({ what: Type.String(), id: Id }), {
    description: 'came after the merge and stays with the winner',
  }),
});
export type UndoneMerge = Static<typeof UndoneMerge>;
