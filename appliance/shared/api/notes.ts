import { Type, type Static } from 'typebox';
import { exactly, Id, Instant, oneOf, Version } from './parts.ts';

export const NoteSubject = oneOf(['customer', 'location', 'equipment', 'job']);
export type NoteSubject = Static<typeof NoteSubject>;

export const NewNote = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 4000 }), pinned: Type.Optional(Type.Boolean()) },
  exactly,
);
export type NewNote = Static<typeof NewNote>;

export const NotePatch = Type.Partial(
  Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000 }), pinned: Type.Boolean() }, exactly),
);
export type NotePatch = Static<typeof NotePatch>;

export const NoteRecord = Type.Object({
  id: Id,
  version: Version,
  text: Type.String(),
  pinned: Type.Boolean(),
  author: Type.String(),
  createdAt: Instant,
});
export type NoteRecord = Static<typeof NoteRecord>;
