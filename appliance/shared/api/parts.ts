import { Type, type TSchema } from 'typebox';

/** Pieces that records are made of. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const Instant = Type.Integer({ description: 'epoch milliseconds, UTC' });
export const Id = Type.String({ minLength: 1, maxLength: 64 });
export const Short = (maxLength = 120) => Type.String({ minLength: 1, maxLength });
export const oneOf = <const T extends readonly string[]>(names: T) =>
  Type.Unsafe<T[number]>(Type.Union(names.map((name) => Type.Literal(name))));
/** Of a body that a client sends: what is not named is refused, not ignored. */
export const exactly = { additionalProperties: false } as const;
export const Version = Type.Integer({ minimum: 1, description: 'raised by every change; the ETag' });
