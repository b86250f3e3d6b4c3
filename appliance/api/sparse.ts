import type { TSchema } from 'typebox';
import { isPaged, usualStatus, type Route } from '#shared/api/define-route.ts';
import { PilotError } from '#shared/errors.ts';

const fieldsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  return Object.keys(schema.properties as Readonly<Record<string, TSchema>>);
};

/** The fields of the records that a route answers with. */
const fieldsOf = (route: Route): readonly string[] => {
  const reply: unknown = route.replies[usualStatus(route)];
  if (!isPaged(route)) return fieldsIn(reply);
  const { items } = (reply as { properties: { items: { items: unknown } } }).properties;
  return fieldsIn(items.items);
};

/**
 * The fields that are wanted, by their names.
 * @returns null when all are
 * @throws PilotError `api.field_unknown`
 */
export const wantedFields = (route: Route, query: unknown): ReadonlySet<string> | null => {
  const named = (query as { readonly fields?: string }).fields;
  if (named === undefined) return null;
  const known = fieldsOf(route);
  const wanted = new Set(named.split(','));
  for (const field of wanted) {
    if (known.includes(field)) continue;
    throw new PilotError('api.field_unknown', `There is no field ${field}.`, {
      fix: `There are: ${known.join(', ')}.`,
    });
  }
  return wanted;
};

/** @param sent an answer as JSON, whole; it leaves only what is wanted of each record */
export const withFields = (route: Route, wanted: ReadonlySet<string>, sent: string): string => {
  const pick = (record: object): object =>
    Object.fromEntries(Object.entries(record).filter(([field]) => wanted.has(field)));
  const body = JSON.parse(sent) as { items: object[] };
  return JSON.stringify(isPaged(route) ? { ...body, items: body.items.map(pick) } : pick(body));
};
