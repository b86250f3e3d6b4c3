import { useState } from 'react';
import type { LiveView } from '../feed/use-feed.ts';
import { useNow } from '../frame/use-now.ts';
import type { RequestFailure } from '../records/request.ts';
import { AlertCard } from './AlertCard.tsx';
import type { AlertsView } from './use-alerts.ts';

/** Every emergency: open ones first, who was told of each, and who has taken it. */
export const Alerts = ({ live, alerts }: { readonly live: LiveView; readonly alerts: AlertsView }) => {
  const { loaded, again } = alerts;
  const { zone } = live.feed.box;
  const now = useNow(live.clockOffset);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const tell = (wrong: RequestFailure | null): void => {
    setFailure(wrong);
    again();
  };
  return (
    <main className="alerts-page">
      <h2 id="alerts-title" tabIndex={-1}>
        Alerts
      </h2>
      <div role="alert">
        {failure !== null && (
          <p className="failure">
            {failure.message} {failure.fix}
          </p>
        )}
      </div>
      {loaded.kind === 'loading' && <p className="quiet">Loading …</p>}
      {loaded.kind === 'failed' && (
        <p className="failure">
          {loaded.failure.message} {loaded.failure.fix}
        </p>
      )}
      {loaded.kind === 'loaded' && loaded.body.items.length === 0 && (
        <p className="quiet">
          No emergencies. When a caller tells of one, it stands here with everybody who is told, until somebody takes
          it.
        </p>
      )}
      {loaded.kind === 'loaded' && (
        <ul className="cards">
          {loaded.body.items.map((alert) => (
            <li key={alert.id}>
              <AlertCard alert={alert} now={now} zone={zone} tell={tell} />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
};
