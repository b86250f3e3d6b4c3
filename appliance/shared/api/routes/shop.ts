import { Type } from 'typebox';
import { defineRoute } from '../define-route.ts';
import { ShopRecord } from '../shop.ts';
import { WindowList, WindowQuery } from '../windows.ts';

export const getShop = defineRoute({
  id: 'getShop',
  method: 'GET',
  path: '/shop',
  summary: 'The rows the shop goes by',
  permission: 'shop.read',
  replies: { 200: ShopRecord },
});

export const listWindows = defineRoute({
  id: 'listWindows',
  method: 'GET',
  path: '/shop/windows',
  summary: 'The windows a caller would be offered now, and why not the rest',
  permission: 'schedule.read',
  query: WindowQuery,
  replies: { 200: WindowList },
  fails: { 'shop.no_service': 404 },
});

export const confirmShop = defineRoute({
  id: 'confirmShop',
  method: 'POST',
  path: '/shop/confirm',
  summary: 'The owner has looked the rows over: lines answer for the shop',
  permission: 'shop.change',
  body: Type.Object({ who: Type.String({ maxLength: 80 }) }, { additionalProperties: false }),
  replies: { 200: ShopRecord },
});
