import { newId } from '#shared/ids.ts';
import { DEMO_STARTER } from '#shop/starter/demo-shop.ts';
import type { BusinessStore, Store } from '../store.ts';
import { seedShop } from './shop.ts';

/**
 * Fills an empty database with the demo shop, all or nothing, and gives it back: confirmed, for nobody has to look an
 * invented shop over. A database that holds a business is left as it is, and its first business comes back.
 */
export const seedDemoShop = (store: Store, id: string = newId()): Promise<BusinessStore> =>
  seedShop(store, DEMO_STARTER, { confirmed: true, id });
