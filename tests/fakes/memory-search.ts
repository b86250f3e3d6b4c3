import type { Search } from '#api/search-routes.ts';
import type { SearchHits } from '#shared/api/search.ts';

/** A search that finds what a test put in, of the kinds that were asked for, and keeps what was asked. */
export class MemorySearch implements Search {
  readonly hits: SearchHits['hits'] = [];
  readonly asked: string[] = [];
  rebuilt = 0;

  find: Search['find'] = async (businessId, text, { kinds, limit }) => {
    this.asked.push(`${businessId} ${text} ${kinds.join(',')}`);
    return this.hits.filter(({ kind }) => kinds.includes(kind)).slice(0, limit);
  };

  again: Search['again'] = async () => {
    this.rebuilt += 1;
  };
}
