import type { FastifyInstance } from 'fastify';
import { confirmShop, getShop, listWindows } from '#shared/api/routes/shop.ts';
import type { ShopRecord } from '#shared/api/shop.ts';
import type { WindowList, WindowQuery } from '#shared/api/windows.ts';
import { mount } from './mount.ts';

/** The shop's rows, and its owner's word that they are right. */
export interface ShopBook {
  read(): Promise<ShopRecord>;
  /** From now on lines answer for the shop. @param who as they call themselves */
  confirm(who: string): Promise<ShopRecord>;
  /** What a caller would be offered now, and why not the rest. @throws PilotError `shop.no_service` */
  windows(query: WindowQuery): Promise<WindowList>;
}

/** The rows a shop goes by, and confirming them. */
export const shopRoutes = (app: FastifyInstance, shop: ShopBook): void => {
  mount(app, getShop, () => shop.read());
  mount(app, listWindows, ({ query }) => shop.windows(query));
  mount(app, confirmShop, ({ body }) => shop.confirm(body.who));
};
