import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ApiFailure } from '#shared/api/failure.ts';
import { ShopRecord } from '#shared/api/shop.ts';
import { WindowList, WindowQuery } from '#shared/api/windows.ts';
import type { TypeBoxProvider } from './type-provider.ts';

/** The shop's rows, and its owner's word that they are right. */
export interface ShopBook {
  read(): Promise<ShopRecord>;
  /** From now on lines answer for the shop. @param who as they call themselves */
  confirm(who: string): Promise<ShopRecord>;
  /** What a caller would be offered now, and why not the rest. @throws PilotError `shop.no_service` */
  windows(query: WindowQuery): Promise<WindowList>;
}

/** The rows a shop goes by, and confirming them. */
export const shopRoutes =
  (shop: ShopBook): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();
    const schema = { response: { 200: ShopRecord } };

    app.get('/shop', { schema: { operationId: 'getShop', summary: 'The rows the shop goes by', ...schema } }, () =>
      shop.read(),
    );

    app.get(
      '/shop/windows',
      {
        schema: {
          operationId: 'listWindows',
          summary: 'The windows a caller would be offered now, and why not the rest',
          querystring: WindowQuery,
          response: { 200: WindowList, 400: ApiFailure, 404: ApiFailure },
        },
      },
      (request) => shop.windows(request.query),
    );

    app.post(
      '/shop/confirm',
      {
        schema: {
          operationId: 'confirmShop',
          summary: 'The owner has looked the rows over: lines answer for the shop',
          body: Type.Object({ who: Type.String({ maxLength: 80 }) }, { additionalProperties: false }),
          ...schema,
        },
      },
      (request) => shop.confirm(request.body.who),
    );
  };
