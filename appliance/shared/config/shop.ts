import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const Phone = Type.String({ minLength: 7, maxLength: 24 });
const Trade = Type.Union([Type.Literal('hvac'), Type.Literal('plumbing'), Type.Literal('electrical')]);
const Person = Type.Object(
  { name: Type.String({ minLength: 1 }), phone: Type.Optional(Phone), email: Type.Optional(Type.String()) },
  strict,
);

/** The shop a new box is for: what its starter rows are made of, once, in an empty database. */
export const ShopFile = Type.Object(
  {
    name: Type.String({ minLength: 2, maxLength: 80 }),
    /** IANA. */
    zone: Type.String({ minLength: 3 }),
    phone: Phone,
    home: Type.Object(
      {
        city: Type.String({ minLength: 2 }),
        state: Type.String({ pattern: '^[A-Z]{2}$' }),
        zip: Type.String({ pattern: '^[0-9]{5}$' }),
      },
      strict,
    ),
    trades: Type.Array(Trade, { minItems: 1, maxItems: 3, uniqueItems: true }),
    technicians: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ minLength: 1 }),
            phone: Phone,
            /** Those of the shop when left out. */
            trades: Type.Optional(Type.Array(Trade, { minItems: 1 })),
            /** Evenings on call, 1 Monday to 7 Sunday. */
            on_call: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }))),
          },
          strict,
        ),
      ),
    ),
    /** Stand on the ladder of emergencies after the technician on call. */
    owner: Type.Optional(Person),
    partner: Type.Optional(Person),
  },
  strict,
);
export type ShopConfig = Static<typeof ShopFile>;

export interface ShopFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a schema cannot say: the zone is one, and a shop of one's own is no demo. */
export const shopFaults = (shop: ShopConfig | undefined, demoShop: boolean | undefined): ShopFault[] => {
  if (shop === undefined) return [];
  const faults: ShopFault[] = [];
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: shop.zone });
  } catch {
    faults.push({ path: ['shop', 'zone'], message: `${shop.zone} is no time zone; write it like America/Chicago` });
  }
  if (demoShop === true)
    faults.push({
      path: ['demo_shop'],
      message: 'a box is for your shop or for an invented one: take one of both out',
    });
  return faults;
};
