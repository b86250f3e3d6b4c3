import { Type } from 'typebox';
import { defineRoute } from '../define-route.ts';
import { SearchHits, SearchQuery } from '../search.ts';

export const search = defineRoute({
  id: 'search',
  method: 'GET',
  path: '/search',
  summary: 'Finds customers, places, jobs, equipment, technicians and calls, of those that may be read',
  permission: 'search',
  query: SearchQuery,
  replies: { 200: SearchHits },
  fails: { 'search.busy': 503, 'search.failed': 503 },
});

export const rebuildSearch = defineRoute({
  id: 'rebuildSearch',
  method: 'POST',
  path: '/search/rebuild',
  summary: 'Makes every record findable anew, behind the calls; until it is through, less is found',
  permission: 'shop.change',
  replies: { 200: Type.Object({ started: Type.Boolean() }) },
});
