import { Type, type Static } from 'typebox';
import type { TrunkFile } from './trunks.ts';

const strict = { additionalProperties: false } as const;
const LocalTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** Calls of the box's own. Without this block it calls nobody. */
export const OutboundFile = Type.Object(
  {
    /** Trunk they go over. */
    trunk: Type.String(),
    /** Nobody is called outside these hours, in the zone of whoever is rung. */
    hours: Type.Optional(Type.Tuple([LocalTime, LocalTime])),
    /** Rings at most, when nobody answers. */
    attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    /** Between them. */
    retry_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
    /** Callers whose line broke in mid-call are rung back by the box. */
    after_cut_off: Type.Optional(Type.Boolean()),
    /** Seconds each rings. */
    ring: Type.Optional(Type.Integer({ minimum: 5, maximum: 120 })),
  },
  strict,
);

export interface OutboundConfig {
  readonly trunk: string;
  /** Wall time where they live, `09:00`. */
  readonly hours: readonly [string, string];
  readonly attempts: number;
  readonly retryMs: number;
  readonly ringMs: number;
  readonly afterCutOff: boolean;
}

/** What the schema cannot say: path below `outbound`, and what is wrong there. */
export const outboundFaults = (
  outbound: Static<typeof OutboundFile> | undefined,
  trunks: readonly TrunkFile[],
): { path: readonly string[]; message: string }[] => {
  if (!outbound) return [];
  const { hours, trunk: name } = outbound;
  const trunk = trunks.find((one) => one.name === name);
  const faults: { path: readonly string[]; message: string }[] = [];
  if (!trunk) faults.push({ path: ['trunk'], message: `there is no trunk ${name}` });
  else if (!trunk.server && !trunk.register)
    faults.push({ path: ['trunk'], message: `${name} makes no calls: set its server, or register it` });
  if (hours && hours[0] >= hours[1]) faults.push({ path: ['hours'], message: 'end before they begin' });
  return faults;
};

/** Fills in the defaults. */
export const completeOutbound = (outbound: Static<typeof OutboundFile> | undefined): OutboundConfig | null =>
  outbound
    ? {
        trunk: outbound.trunk,
        hours: outbound.hours ?? ['09:00', '20:00'],
        attempts: outbound.attempts ?? 3,
        retryMs: (outbound.retry_minutes ?? 30) * 60_000,
        ringMs: (outbound.ring ?? 30) * 1000,
        afterCutOff: outbound.after_cut_off ?? false,
      }
    : null;
