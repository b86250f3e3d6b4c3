import { Type, type Static } from 'typebox';
import { exactly, Id, nullable } from './parts.ts';

const Counts = Type.Record(Type.String(), Type.Integer(), { description: 'rows, by what they are of' });

/** What erasing somebody would do. */
export const ErasurePreview = Type.Object({
  customerId: Id,
  deleted: Counts,
  emptied: Counts,
  recordings: Type.Integer({ description: 'files' }),
  sharedCalls: Type.Integer({
    description: 'calls from a number that another customer has too, and that led to no job: they stay',
  }),
  kept: Type.Array(Type.Object({ what: Type.String(), why: Type.String() })),
  hindrance: nullable(Type.String({ description: 'why it cannot be done now' })),
});
export type ErasurePreview = Static<typeof ErasurePreview>;

export const NewErasure = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'who asked for it and how, without a name: it stays',
    }),
  },
  exactly,
);
export type NewErasure = Static<typeof NewErasure>;
