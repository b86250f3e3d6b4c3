import { linesNow } from './network.ts';
import { type Check, ok, warn } from './check.ts';

/** Whose shop the box answers for, and whether its owner has confirmed the rows. */
export const shop: Check = {
  name: 'shop',
  run: async ({ shop: own, demoShop, http }) => {
    const [now] = (await linesNow(http, 'shop')) ?? [];
    if (now && !now.ok) return warn(now.detail, 'callers are not answered for the shop', now.fix ?? '');
    if (own !== null) return ok(now?.detail ?? `${own.name}; the box does not run now`);
    const fix = 'Describe your shop in the shop section, with a new data folder.';
    return demoShop
      ? warn('an invented shop', 'callers hear the name, hours and prices of a shop that does not exist', fix)
      : ok(now?.detail ?? 'the one in the data folder');
  },
};
