import { baseOf, type Gazetteer, type KnownStreet } from '#conversation/language/en-US/gazetteer.ts';
import { editDistance, soundOf } from '#conversation/language/en-US/sound.ts';
import type { BusinessStore } from '#store/store.ts';

type Names = readonly { readonly first: string; readonly last: string }[];

/** Who the shop works for and where they are, as far as it helps to hear names and streets. */
export interface Regulars {
  /** Grows in place: a directory built on it knows who joins later. */
  readonly customers: Names;
  /** Full names of the technicians; grows in place, too. */
  readonly technicians: readonly string[];
  /** Their streets, beside the list of the area's addresses. */
  readonly streets: Gazetteer;
  /** Takes in who joined since; one point read each of customers and places where nobody did. */
  refresh(): Promise<void>;
}

/** First name and the rest. */
const partsOf = (name: string): Names[number] => {
  const [first = '', ...rest] = name.split(' ');
  return { first, last: rest.join(' ') };
};

/** @param list of the area's addresses, null without one */
export const openRegulars = async (
  store: Pick<BusinessStore, 'customerNames' | 'customerStreets' | 'newestCustomer' | 'technicianNames'>,
  list: Gazetteer | null,
): Promise<Regulars> => {
  const customers: Names[number][] = [];
  let streets = new Map<string, KnownStreet[]>();
  let newest: string | null = null;
  const technicians: string[] = [];
  const refresh = async (): Promise<void> => {
    technicians.splice(0, technicians.length, ...(await store.technicianNames()));
    const now = await store.newestCustomer();
    if (now === newest) return;
    const names = await store.customerNames();
    const places = await store.customerStreets();
    newest = now;
    customers.splice(0, customers.length, ...names.map(partsOf));
    streets = new Map();
    for (const { street, city } of places) {
      const base = baseOf(street);
      const known = streets.get(base) ?? [];
      if (!known.some(({ name }) => name === street)) streets.set(base, [...known, { name: street, base, city }]);
    }
  };
  await refresh();
  return {
    customers,
    technicians,
    refresh,
    streets: {
      named: (base) => [...(list?.named(base) ?? []), ...(streets.get(base) ?? [])],
      near: (base) => {
        const near = [...streets.keys()].filter(
          (other) =>
            Math.abs(other.length - base.length) <= 3 &&
            (editDistance(base, other) <= Math.max(2, base.length / 3) || soundOf(base) === soundOf(other)),
        );
        return [...(list?.near(base) ?? []), ...near.flatMap((other) => streets.get(other) ?? [])];
      },
    },
  };
};
