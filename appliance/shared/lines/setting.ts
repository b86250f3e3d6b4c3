import { Type, type Static } from 'typebox';

/**
 * When the box takes the calls of a line.
 *
 *   always       it answers every call
 *   after_hours  it answers outside the shop's opening hours; within them the fallback number rings, or the shop's own phones
 *   overflow     it answers after some seconds of ringing, so that the shop's own phones have the first chance
 *   off          every call goes to the fallback number
 *   shadow       a PBX forks the sound to it: it listens, and neither speaks nor books
 */
export const LineMode = Type.Union([
  Type.Literal('always'),
  Type.Literal('after_hours'),
  Type.Literal('overflow'),
  Type.Literal('off'),
  Type.Literal('shadow'),
]);
export type LineMode = Static<typeof LineMode>;

/** Seconds of ringing before the box takes an overflow call. */
export const OverflowSeconds = Type.Integer({ minimum: 1, maximum: 120 });

/** A telephone number as E.164 writes it. */
export const E164 = Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' });

export const LineSetting = Type.Object({
  line: Type.String(),
  mode: LineMode,
  overflowSeconds: OverflowSeconds,
  /** Who is rung when the box does not answer; null when nobody was named. */
  fallback: Type.Union([E164, Type.Null()]),
  /** Epoch ms at which `afterwards` takes over; null for a mode that stays. */
  until: Type.Union([Type.Integer(), Type.Null()]),
  afterwards: Type.Union([LineMode, Type.Null()]),
});
export type LineSetting = Static<typeof LineSetting>;

/** A line that nobody has set: whoever sends calls here wants them answered, and no other number is known yet. */
export const unsetLine = (line: string): LineSetting => ({
  line,
  mode: 'always',
  overflowSeconds: 20,
  fallback: null,
  until: null,
  afterwards: null,
});

/** The setting as it holds at an instant (epoch ms): a change for a time returns by itself. */
export const settingAt = (setting: LineSetting, now: number): LineSetting =>
  setting.until !== null && setting.afterwards !== null && now >= setting.until
    ? { ...setting, mode: setting.afterwards, until: null, afterwards: null }
    : setting;
