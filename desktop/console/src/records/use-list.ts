import { useCallback, useEffect, useState } from 'react';
import { joinPages, type KnownList } from './pages.ts';
import { read, RequestFailure } from './request.ts';

export interface ListView<Item> {
  /** Null until the first page was read. */
  readonly items: readonly Item[] | null;
  readonly failure: RequestFailure | null;
  /** Reads the next page; null when there is none. */
  readonly more: (() => void) | null;
}

/** A list of the API, newest first: its first page is read again when `revision` changes, older pages on demand. */
export const useList = <Item extends { readonly id: string }>(path: string, revision: number): ListView<Item> => {
  const [known, setKnown] = useState<KnownList<Item> | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const failed = useCallback((error: unknown) => {
    if (error instanceof RequestFailure) setFailure(error);
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    read<KnownList<Item>>(`${path}?limit=30`, stop.signal).then((page) => {
      setKnown((before) => joinPages(page, before));
      setFailure(null);
    }, failed);
    return () => stop.abort();
  }, [path, revision, failed]);
  const next = known?.next ?? null;
  const more = useCallback(() => {
    if (next === null) return;
    read<KnownList<Item>>(`${path}?limit=30&before=${encodeURIComponent(next)}`).then((page) => {
      setKnown((before) => (before === null ? page : { items: [...before.items, ...page.items], next: page.next }));
    }, failed);
  }, [path, next, failed]);
  return { items: known?.items ?? null, failure, more: next === null ? null : more };
};
