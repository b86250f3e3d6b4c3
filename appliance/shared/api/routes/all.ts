import type { Route } from '../define-route.ts';
import * as access from './access.ts';
import * as alerts from './alerts.ts';
import * as audit from './audit.ts';
import * as box from './box.ts';
import * as costs from './costs.ts';
import * as keys from './keys.ts';
import * as imports from './imports.ts';
import * as lines from './lines.ts';
import * as outbound from './outbound.ts';
import * as records from './records.ts';
import * as search from './search.ts';
import * as shop from './shop.ts';
import * as surveys from './surveys.ts';
import * as traces from './traces.ts';
import * as users from './users.ts';

/** Every route there is. */
export const ROUTES: readonly Route[] = [
  records,
  search,
  lines,
  outbound,
  alerts,
  shop,
  surveys,
  costs,
  traces,
  imports,
  box,
  access,
  users,
  audit,
  keys,
].flatMap((module) => Object.values<Route>({ ...module }));
