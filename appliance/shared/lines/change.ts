import { Type, type Static } from 'typebox';
import { LineMode, LineSetting, OverflowSeconds } from './setting.ts';

/** Longest change for a time, ms: 31 days. */
export const LONGEST_FOR_MS = 31 * 86_400_000;

/** By which way a line was changed; `box` when the time of a change was over. */
const ChangeVia = Type.Union([
  Type.Literal('console'),
  Type.Literal('cli'),
  Type.Literal('phone'),
  Type.Literal('box'),
]);
export type ChangeVia = Static<typeof ChangeVia>;

/** Who changes a line, and by which way; `who` is '' where that way knows no people. */
export interface ChangedBy {
  readonly via: ChangeVia;
  readonly who: string;
}

/** A wish to change a line: what is left out stays as it is. */
export const LineChange = Type.Object(
  {
    mode: Type.Optional(LineMode),
    /** With `mode`: for how long, ms; then the mode before holds again. Left out: for good. */
    forMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: LONGEST_FOR_MS })),
    overflowSeconds: Type.Optional(OverflowSeconds),
    /** Any usual way of writing a number; null takes it away, and stands first: the API's validator would make it an empty text. */
    fallback: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 40 })])),
    /** Who asks; believed of commands run on the box itself. */
    who: Type.Optional(Type.String({ maxLength: 60 })),
    reason: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type LineChange = Static<typeof LineChange>;

/** One entry of a line's history. */
export const LineEvent = Type.Object({
  id: Type.String(),
  at: Type.Integer({ description: 'epoch milliseconds, UTC' }),
  line: Type.String(),
  via: ChangeVia,
  who: Type.String(),
  reason: Type.String(),
  before: LineSetting,
  after: LineSetting,
});
export type LineEvent = Static<typeof LineEvent>;

/** A line as screens show it. */
export const LineRecord = Type.Object({
  name: Type.String(),
  /** Numbers that ring it; none when it takes whatever no other line has. */
  numbers: Type.Array(Type.String()),
  trunks: Type.Array(Type.String()),
  /** True when a PBX forks calls to it: only `shadow` and `off` are possible. */
  forked: Type.Boolean(),
  /** As it holds now. */
  setting: LineSetting,
  /** Whether the shop is open now. */
  open: Type.Boolean(),
  /** What happens to the next call, in words. */
  next: Type.String(),
  /** How the trunks of this line stand; null when it has none, or the phone side is away. */
  state: Type.Union([Type.Object({ ok: Type.Boolean(), detail: Type.String() }), Type.Null()]),
  callsNow: Type.Integer(),
  lastChange: Type.Union([LineEvent, Type.Null()]),
  /** Of its setting: a change names the one it is made to. */
  version: Type.Integer(),
});
export type LineRecord = Static<typeof LineRecord>;
