import { readShopSettings, type ShopSettings } from '#shop/settings.ts';
import { PilotError } from '#shared/errors.ts';
import type { Scope } from '../scope.ts';

export interface Shop {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly phone: string;
  readonly settings: ShopSettings;
  /** Epoch ms; null until the owner confirmed the rows. */
  readonly confirmedAt: number | null;
}

/** @throws PilotError `unknown_business`, `shop_settings` */
export const readShop = async ({ db, businessId }: Scope): Promise<Shop> => {
  const row = await db.selectFrom('businesses').selectAll().where('id', '=', businessId).executeTakeFirst();
  if (row === undefined) {
    throw new PilotError('unknown_business', 'no such business in this database', { fix: 'Seed or create it first.' });
  }
  return {
    id: row.id,
    name: row.name,
    zone: row.zone,
    phone: row.phone,
    settings: readShopSettings(JSON.parse(row.settings)),
    confirmedAt: row.confirmed_at,
  };
};
