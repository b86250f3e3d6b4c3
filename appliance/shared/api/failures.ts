import { STEP_UP, type Permission } from '../access/permissions.ts';
import { demandsVersion, isPaged, isSparse, type Route } from './define-route.ts';

/** Codes of errors that any route may answer with, and their status. */
export const GENERAL_FAILURES: Readonly<Record<string, number>> = {
  'api.bad_request': 400,
  'api.cursor': 400,
  'api.field_unknown': 400,
  'api.if_match': 400,
  'api.key': 400,
  'api.nul': 400,
  'access.none': 401,
  'access.refused': 403,
  'access.proof_needed': 403,
  'api.foreign_origin': 403,
  'api.route_unknown': 404,
  'access.other_business': 404,
  'access.business_unknown': 404,
  'api.changed_since': 412,
  'api.too_large': 413,
  'api.media_type': 415,
  'api.host_unknown': 421,
  'api.key_reused': 422,
  'api.if_match_missing': 428,
  'api.internal': 500,
  store_busy: 503,
  store_away: 503,
  store_full: 507,
};

/** Every code that a route may answer with, by status, lowest first. */
export const failuresOf = (route: Route): ReadonlyMap<number, readonly string[]> => {
  const takes = route.body !== undefined;
  const codes = [
    ...(takes || route.params !== undefined || route.query !== undefined ? ['api.bad_request', 'api.nul'] : []),
    ...(isPaged(route) ? ['api.cursor'] : []),
    ...(isSparse(route) ? ['api.field_unknown'] : []),
    ...(route.permission === 'anyone' ? [] : ['access.none', 'access.refused']),
    ...(STEP_UP.has(route.permission as Permission) ? ['access.proof_needed'] : []),
    ...(route.method === 'GET' ? [] : ['api.foreign_origin']),
    ...(takes ? ['api.too_large', 'api.media_type'] : []),
    ...(demandsVersion(route) ? ['api.if_match', 'api.changed_since', 'api.if_match_missing'] : []),
    ...(route.creates === true ? ['api.key', 'api.key_reused'] : []),
    'api.host_unknown',
    'api.internal',
  ];
  const statuses = new Map<number, string[]>();
  const pairs = [
    ...codes.map((code) => [code, GENERAL_FAILURES[code] ?? 500] as const),
    ...Object.entries(route.fails ?? {}),
  ];
  for (const [code, status] of pairs.toSorted(([, a], [, b]) => a - b))
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  return statuses;
};
