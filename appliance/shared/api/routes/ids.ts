import { Type } from 'typebox';

/** The parameters of a route about one record. */
export const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^/]+$' }) });
