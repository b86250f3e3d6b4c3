import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ShopRecord } from '#shared/api/shop.ts';
import type { TypeBoxProvider } from './type-provider.ts';

/** The shop's rows, and its owner's word that they are right. */
export interface ShopBook {
  read(): Promise<ShopRecord>;
  /** From now on lines answer for the shop. @param who as they call themselves */
  confirm(who: string): Promise<ShopRecord>;
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
