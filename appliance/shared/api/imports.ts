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

export const ImportState = Type.Union([
  Type.Literal('uploaded'),
  Type.Literal('running'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('undoing'),
  Type.Literal('undone'),
]);
export type ImportState = Static<typeof ImportState>;

export const ImportFailure = Type.Object({
  code: Type.String(),
  message: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
});
export type ImportFailure = Static<typeof ImportFailure>;

const MaybeInstant = Type.Union([Type.Integer(), Type.Null()]);

/** One file that was brought in, and how far it is. */
export const ImportRecord = Type.Object({
  id: Type.String(),
  kind: ImportKind,
  fileName: Type.String(),
  /** SHA-256 of the file, hex. */
  digest: Type.String(),
  bytes: Type.Integer(),
  state: ImportState,
  failure: Type.Union([ImportFailure, Type.Null()]),
  mapping: Type.Union([ImportMapping, Type.Null()]),
  /** Rows of the file; null until it was begun. */
  total: Type.Union([Type.Integer(), Type.Null()]),
  /** Rows that made somebody or something new. */
  made: Type.Integer(),
  /** Rows that added to what was there. */
  joined: Type.Integer(),
  /** Rows of which everything was there. */
  known: Type.Integer(),
  rejected: Type.Integer(),
  /** What undoing left, since it was changed meanwhile. */
  kept: Type.Integer(),
  actor: Type.String(),
  createdAt: Type.Integer(),
  startedAt: MaybeInstant,
  finishedAt: MaybeInstant,
  undoneAt: MaybeInstant,
  undoneBy: Type.Union([Type.String(), Type.Null()]),
});
export type ImportRecord = Static<typeof ImportRecord>;

/** Why a row did not land. It repeats no value. */
export const ImportFault = Type.Object({ column: Type.String(), reason: Type.String() });
export type ImportFault = Static<typeof ImportFault>;

const RejectedRow = Type.Object({
  /** As an editor counts. */
  line: Type.Integer(),
  faults: Type.Array(ImportFault),
});

/** What would become of a file, and what its columns were taken for. Nothing is changed. */
export const ImportPreview = Type.Object({
  encoding: Type.String(),
  /** Nothing in the file tells the encoding. */
  encodingGuessed: Type.Boolean(),
  delimiter: Type.String(),
  preset: Type.Union([Type.String(), Type.Null()]),
  mapping: ImportMapping,
  columns: Type.Array(
    Type.Object({
      column: Type.String(),
      field: Type.Union([Type.String(), Type.Null()]),
      because: Type.Union([
        Type.Literal('preset'),
        Type.Literal('name'),
        Type.Literal('values'),
        Type.Literal('kept'),
        Type.Literal('told'),
        Type.Literal('nothing'),
      ]),
      /** Of the first rows. */
      samples: Type.Array(Type.String()),
    }),
  ),
  total: Type.Integer(),
  /** Rows that can land. */
  fine: Type.Integer(),
  /** Of these, those whose customer is here already. */
  here: Type.Integer(),
  rejected: Type.Integer(),
  /** The first of them. */
  rejects: Type.Array(RejectedRow),
});
export type ImportPreview = Static<typeof ImportPreview>;

/** What a file is read by; nothing: guessed, or as a file with these columns was read the last time. */
export const PreviewWish = Type.Object(
  {
    mapping: Type.Optional(ImportMapping),
    /** `housecall-pro`, `jobber`, `servicetitan`. */
    preset: Type.Optional(Text(40)),
  },
  { additionalProperties: false },
);

export const StartWish = Type.Object({ mapping: ImportMapping }, { additionalProperties: false });

export const UploadQuery = Type.Object({ kind: ImportKind, name: Text(200) }, { additionalProperties: false });
