import { isServed } from '#shop/area.ts';
import { readShop } from '../shop/business.ts';
import type { Tool } from './tool.ts';

export const checkAreaTool: Tool<'check_area'> = {
  changes: false,
  async run(place, { tx }) {
    const { settings } = await readShop(tx);
    return { ok: true, result: { served: isServed(settings, place), zip: place.zip } };
  },
};
