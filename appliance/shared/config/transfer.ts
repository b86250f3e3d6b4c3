import { Type, type Static } from 'typebox';
import type { TrunkFile } from './trunks.ts';

const strict = { additionalProperties: false } as const;
/** `bridge`: we ring the person and join both. `refer`: the caller's trunk or PBX is asked to ring the person in our place. */
export const TransferWay = Type.Union([Type.Literal('bridge'), Type.Literal('refer')]);
export type TransferWay = Static<typeof TransferWay>;
const When = Type.Union([Type.Literal('always'), Type.Literal('open'), Type.Literal('closed')]);

/** The people a caller may be handed to. Nobody else is ever rung. */
export const TransferFile = Type.Object(
  {
    /** Seconds each is rung. */
    ring: Type.Optional(Type.Integer({ minimum: 5, maximum: 120 })),
    /** The recording goes on while caller and person talk; the person is told so. */
    record: Type.Optional(Type.Boolean()),
    /** Rung one after the other, in this order. */
    to: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 60 }),
          /** Telephone number, rung over a trunk. */
          number: Type.Optional(Type.String({ pattern: String.raw`^\+?[0-9]{2,15}$` })),
          /** In place of a number: a phone of the shop's own, `sip:user@host:port`. */
          address: Type.Optional(Type.String({ pattern: '^sip:[^@\\s<>]+@[^@\\s<>]+$' })),
          trunk: Type.Optional(Type.String()),
          way: Type.Optional(TransferWay),
          when: Type.Optional(When),
        },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
);
export type TransferFile = Static<typeof TransferFile>;

export interface PersonConfig {
  readonly name: string;
  readonly number: string | null;
  readonly address: string | null;
  /** Trunk the call goes over; null for an address that is reached without one. */
  readonly trunk: string | null;
  /** Null: as the trunk has it. */
  readonly way: TransferWay | null;
  readonly when: Static<typeof When>;
}

export interface TransferConfig {
  readonly ringMs: number;
  readonly record: boolean;
  readonly to: readonly PersonConfig[];
}

/** A trunk that our own calls may go over. */
const dials = (trunk: TrunkFile): boolean => trunk.server !== undefined || trunk.register !== undefined;

/** What the schema cannot say: path below `transfer`, and what is wrong there. */
export const transferFaults = (
  transfer: TransferFile | undefined,
  trunks: readonly TrunkFile[],
): { path: readonly string[]; message: string }[] =>
  (transfer?.to ?? []).flatMap((person, i, all) => {
    const at = ['to', String(i)];
    const faults: { path: readonly string[]; message: string }[] = [];
    if ((person.number === undefined) === (person.address === undefined))
      faults.push({ path: at, message: 'needs a number or an address, and not both' });
    if (all.slice(0, i).some((one) => one.name === person.name))
      faults.push({ path: [...at, 'name'], message: `another person is called ${person.name}` });
    const trunk = trunks.find((one) => one.name === person.trunk);
    if (person.trunk !== undefined && !trunk)
      faults.push({ path: [...at, 'trunk'], message: `there is no trunk ${person.trunk}` });
    else if (person.number !== undefined && !(trunk ? dials(trunk) : trunks.some(dials)))
      faults.push({
        path: [...at, 'number'],
        message: 'no trunk can call it: set server (where calls go) on a trunk of sip.trunks, or register it',
      });
    return faults;
  });

/** Fills in the defaults. */
export const completeTransfer = (transfer: TransferFile | undefined, trunks: readonly TrunkFile[]): TransferConfig => ({
  ringMs: (transfer?.ring ?? 25) * 1000,
  record: transfer?.record ?? false,
  to: (transfer?.to ?? []).map((person) => ({
    name: person.name,
    number: person.number ?? null,
    address: person.address ?? null,
    trunk: person.trunk ?? (person.number === undefined ? null : (trunks.find(dials)?.name ?? null)),
    way: person.way ?? null,
    when: person.when ?? 'always',
  })),
});
