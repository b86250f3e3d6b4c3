import { useCallback, useEffect, useState } from 'react';
import { pathOf, type Ask } from '#shared/api/asked.ts';
import type { ReplyOf, Route } from '#shared/api/define-route.ts';
import { joinPages, type KnownList } from './pages.ts';
import { ask, RequestFailure } from './request.ts';

export interface ListView<Item> {
  /** Null until the first page was read. */
  readonly items: readonly Item[] | null;
  readonly failure: RequestFailure | null;
  /** Reads the next page; null when there is none. */
  readonly more: (() => void) | null;
}

/** Records in a page. */
const PAGE = 30;

type ItemOf<R extends Route> =
  ReplyOf<R> extends { items: (infer Item extends { readonly id: string })[] } ? Item : never;

const readPage = <R extends Route>(route: R, asked: Ask<R>, after: string | null, signal?: AbortSignal) => {
  const query = { ...asked.query, limit: PAGE, ...(after === null ? {} : { after }) };
  return ask(route, { ...asked, query } as object as Ask<R>, signal) as Promise<KnownList<ItemOf<R>>>;
};

/** A list of the API, newest first: its first page is read again when `revision` changes, older pages on demand. */
export const useList = <R extends Route>(route: R, asked: Ask<R>, revision: number): ListView<ItemOf<R>> => {
  const [known, setKnown] = useState<KnownList<ItemOf<R>> | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  // The path says all that is asked of it.
  const path = pathOf(route, asked);
  const failed = useCallback((error: unknown) => {
    if (error instanceof RequestFailure) setFailure(error);
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    readPage(route, asked, null, stop.signal).then((page) => {
      setKnown((before) => joinPages(page, before));
      setFailure(null);
    }, failed);
    return () => stop.abort();
  }, [path, revision, failed]);
  const next = known?.next ?? null;
  const more = useCallback(() => {
    if (next === null) return;
    readPage(route, asked, next).then((page) => {
      setKnown((before) => (before === null ? page : { items: [...before.items, ...page.items], next: page.next }));
    }, failed);
  }, [path, next, failed]);
  return { items: known?.items ?? null, failure, more: next === null ? null : more };
};
