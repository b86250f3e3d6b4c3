import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';

const LocalTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** A promised arrival window of the week; `on_call` ones are after hours. */
const WindowProfile = Type.Object({
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 })),
  starts: LocalTime,
  ends: LocalTime,
  kind: Type.Union([Type.Literal('open'), Type.Literal('on_call')]),
  /** Kept for emergencies alone. */
  emergencyOnly: Type.Optional(Type.Boolean()),
});

const Minutes = Type.Integer({ minimum: 0, maximum: 10_080 });

/** What a shop keeps for emergencies that has not told otherwise. */
export const SAFE_RESERVE = 0.1;

export const ShopSettings = Type.Object({
  /** Where the shop is: the state assumed when a caller names none. */
  home: Type.Object({ city: Type.String(), state: Type.String(), zip: Type.String() }),
  /** States served. Empty: everywhere. */
  servedStates: Type.Array(Type.String()),
  /** ZIP prefixes served within them. Empty: the whole state. */
  servedZipPrefixes: Type.Array(Type.String()),
  windows: Type.Array(WindowProfile),
  /** Minutes from now to the earliest window start. */
  leadMinutes: Type.Integer({ minimum: 0 }),
  /** Days that may be booked ahead. */
  horizonDays: Type.Integer({ minimum: 1, maximum: 90 }),
  /** Share of each day, among those with the skill, that only an emergency may take: 0.1 to 0.2 is usual. */
  emergencyReserve: Type.Number({ minimum: 0, maximum: 0.5 }),
  /** How visits are promised, where it is not as the schedule's own defaults have it (schedule/promise/rules.ts); minutes. */
  promises: Type.Optional(
    Type.Partial(
      Type.Object({
        driveMinutes: Minutes,
        maxDriveMinutes: Minutes,
        bufferMinutes: Minutes,
        overtimeMinutes: Minutes,
        emergencyOvertimeMinutes: Minutes,
        waitingMinutes: Minutes,
        preferenceMinutes: Minutes,
      }),
    ),
  ),
  /** Outside now, degrees Fahrenheit, kept by the office or a thermometer. Left out: unknown. */
  outdoorTempF: Type.Optional(Type.Number({ minimum: -60, maximum: 130 })),
  /** Trade whose general service stands in for an unknown code. */
  mainTrade: Type.String(),
});
export type ShopSettings = Static<typeof ShopSettings>;

/** @throws PilotError `shop_settings` naming the first setting that is wrong */
export const readShopSettings = (value: unknown): ShopSettings => {
  if (Value.Check(ShopSettings, value)) return value;
  const [first] = Value.Errors(ShopSettings, value);
  throw new PilotError(
    'shop_settings',
    `the shop's settings are not valid: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
    {
      fix: 'Correct that setting in the console.',
    },
  );
};
