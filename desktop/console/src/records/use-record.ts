import { useEffect, useState } from 'react';
import { pathOf, type Ask } from '#shared/api/asked.ts';
import type { ReplyOf, Route } from '#shared/api/define-route.ts';
import { ask, RequestFailure } from './request.ts';

export type Loaded<Body> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly body: Body }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

/** What a route answers, asked again whenever `revision` changes; what was read stays until the new answer is there. */
export const useRecord = <R extends Route>(route: R, asked: Ask<R>, revision: number): Loaded<ReplyOf<R>> => {
  const [loaded, setLoaded] = useState<Loaded<ReplyOf<R>>>({ kind: 'loading' });
  // The path says all that is asked of it.
  const path = pathOf(route, asked);
  useEffect(() => {
    const stop = new AbortController();
    ask(route, asked, stop.signal).then(
      (body) => setLoaded({ kind: 'loaded', body }),
      (failure: unknown) => {
        if (!stop.signal.aborted && failure instanceof RequestFailure) setLoaded({ kind: 'failed', failure });
      },
    );
    return () => stop.abort();
  }, [path, revision]);
  return loaded;
};
