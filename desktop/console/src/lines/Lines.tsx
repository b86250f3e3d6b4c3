import { useCallback, useEffect, useState } from 'react';
import { listLines } from '#shared/api/routes/lines.ts';
import type { LiveView } from '../feed/use-feed.ts';
import { useNow } from '../frame/use-now.ts';
import { useRecord } from '../records/use-record.ts';
import { LineCard } from './LineCard.tsx';
import { Notice, type Changed } from './Notice.tsx';

/** How often the lines are read again, ms: a trunk may fall out while somebody looks. */
const AGAIN_MS = 5_000;

/** Every line: when the box answers it, how it stands, and the ways to change that. */
export const Lines = ({ live }: { readonly live: LiveView }) => {
  const { zone } = live.feed.box;
  const now = useNow(live.clockOffset);
  const [asked, setAsked] = useState(0);
  const [changed, setChanged] = useState<Changed | null>(null);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  useEffect(() => {
    const timer = window.setInterval(again, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [again]);
  const loaded = useRecord(listLines, {}, live.revision + asked);
  const tell = (news: Changed | null): void => {
    setChanged(news);
    again();
  };
  return (
    <main className="lines-page">
      <h2 id="lines-title" tabIndex={-1}>
        Lines
      </h2>
      <Notice changed={changed} tell={tell} now={now} zone={zone} />
      {loaded.kind === 'loading' && <p className="quiet">Loading …</p>}
      {loaded.kind === 'failed' && (
        <p className="failure">
          {loaded.failure.message} {loaded.failure.fix}
        </p>
      )}
      {loaded.kind === 'loaded' && (
        <ul className="cards">
          {loaded.body.items.map((line) => (
            <li key={line.name}>
              <LineCard line={line} now={now} zone={zone} tell={tell} />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
};
