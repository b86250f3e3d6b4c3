import { normalisePhone } from '#shop/phone.ts';
import { isHouseNumber, isLastName } from '#shop/proof.ts';
import { customersByPhone } from '../customers/match.ts';
import type { Tool } from './tool.ts';

export const findCustomerTool: Tool<'find_customer'> = {
  changes: false,
  async run({ phone, lastName, houseNumber }, { tx }) {
    const value = normalisePhone(phone);
    const known = value === null ? [] : await customersByPhone(tx, value);
    const fitting = known.filter(
      ({ names, places }) =>
        (lastName !== null && isLastName(lastName, names)) ||
        (houseNumber !== null && places.some((place) => isHouseNumber(houseNumber, place.houseNumber))),
    );
    const [customer] = fitting;
    if (customer === undefined || fitting.length > 1) return { ok: true, result: { customer: null } };
    const places =
      houseNumber === null
        ? customer.places
        : customer.places.filter((place) => isHouseNumber(houseNumber, place.houseNumber));
    const [place] = places;
    return {
      ok: true,
      result: { customer: { id: customer.id, place: place !== undefined && places.length === 1 ? place : null } },
    };
  },
};
