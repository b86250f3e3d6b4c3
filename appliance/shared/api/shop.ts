import { Type, type Static } from 'typebox';

const nullable = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Cents = Type.Integer({ minimum: 0 });

/** The rows a shop goes by, for its owner to look over. Amounts in cents, times local. */
export const ShopRecord = Type.Object({
  name: Type.String(),
  zone: Type.String(),
  phone: Type.String(),
  confirmedAt: nullable(Type.Integer({ description: 'epoch ms; null until the owner confirmed the rows' })),
  home: Type.Object({ city: Type.String(), state: Type.String(), zip: Type.String() }),
  servedStates: Type.Array(Type.String()),
  hours: Type.Array(
    Type.Object({ weekday: Type.Integer(), kind: Type.String(), starts: Type.String(), ends: Type.String() }),
  ),
  holidays: Type.Array(Type.Object({ date: Type.String(), name: Type.String(), kind: Type.String() })),
  technicians: Type.Array(
    Type.Object({ name: Type.String(), phone: Type.String(), skills: Type.Array(Type.String()) }),
  ),
  services: Type.Array(
    Type.Object({
      code: Type.String(),
      trade: Type.String(),
      name: Type.String(),
      minutes: Type.Integer(),
      skill: Type.String(),
      work: Type.String({ description: 'service, install, estimate' }),
      feeCents: nullable(Cents),
      afterHours: Type.String({ description: 'the fee after hours as a fraction of the fee: 3/2' }),
      feeRule: nullable(Type.String()),
      rangeCents: Type.Array(Cents, { description: 'low and high, or empty' }),
      afterHoursRangeCents: Type.Array(Cents),
    }),
  ),
  addOns: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      priceCents: Cents,
      from: Type.Boolean({ description: 'the least it costs' }),
      per: Type.String({ description: 'once, month, year' }),
      membership: Type.Boolean(),
    }),
    { description: 'what may be offered beside a visit' },
  ),
  deposit: Type.Union([
    Type.Object({
      percent: Type.Integer(),
      onService: Type.Boolean(),
      onInstall: Type.Boolean(),
      installCap: Type.Union([Type.Object({ percent: Type.Integer(), cents: Cents }), Type.Null()]),
    }),
    Type.Null(),
  ]),
  ladder: Type.Array(
    Type.Object({
      role: Type.String(),
      name: Type.String(),
      phone: Type.String(),
      email: Type.String(),
      limitMinutes: Type.Integer(),
    }),
  ),
});
export type ShopRecord = Static<typeof ShopRecord>;
