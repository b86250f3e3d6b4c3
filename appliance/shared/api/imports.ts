import { Type, type Static } from 'typebox';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** What the rows of a file are. */
export const ImportKind = Type.Union([Type.Literal('customers')]);
export type ImportKind = Static<typeof ImportKind>;

/** Which column of a file is what. It is data: it can be kept and given again with the next file of that shape. */
export const ImportMapping = Type.Object(
  {
    kind: ImportKind,
    /** Where the ids of the file come from: rows are known again by (source, id). */
    source: Text(60),
    columns: Type.Array(Type.Object({ column: Text(200), field: Text(40) }, { additionalProperties: false }), {
      maxItems: 500,
    }),
    /** Of dates like 03/04/2026. */
    dates: Type.Optional(Type.Union([Type.Literal('month first'), Type.Literal('day first')])),
  },
  { additionalProperties: false },
);
export type ImportMapping = Static<typeof ImportMapping>;

/** Why a row did not land. It repeats no value. */
export const ImportFault = Type.Object({ column: Type.String(), reason: Type.String() });
export type ImportFault = Static<typeof ImportFault>;
