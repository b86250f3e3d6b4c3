import { useEffect, useState } from 'react';
import { read, RequestFailure } from './request.ts';

export type Loaded<Body> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly body: Body }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

/** One record, read again whenever `revision` changes; what was read stays until the new one is there. */
export const useRecord = <Body>(path: string, revision: number): Loaded<Body> => {
  const [loaded, setLoaded] = useState<Loaded<Body>>({ kind: 'loading' });
  useEffect(() => {
    const stop = new AbortController();
    read<Body>(path, stop.signal).then(
      (body) => setLoaded({ kind: 'loaded', body }),
      (failure: unknown) => {
        if (!stop.signal.aborted && failure instanceof RequestFailure) setLoaded({ kind: 'failed', failure });
      },
    );
    return () => stop.abort();
  }, [path, revision]);
  return loaded;
};
