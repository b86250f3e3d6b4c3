import { useEffect } from 'react';
import { Alerts } from './alerts/Alerts.tsx';
import { OpenAlertsBanner } from './alerts/OpenAlertsBanner.tsx';
import { useAlerts } from './alerts/use-alerts.ts';
import { useFeed, usesBench } from './feed/use-feed.ts';
import { Board } from './frame/Board.tsx';
import { BenchBanner, OfflineBanner } from './frame/Banners.tsx';
import { Header } from './frame/Header.tsx';
import { useRoute } from './frame/route.ts';
import { useHealth } from './frame/use-health.ts';
import { Lines } from './lines/Lines.tsx';

/** The console of who is in: what is true of the box on top, the board below once the box has told what is so. */
export const Office = ({ look }: { readonly look: () => void }) => {
  const live = useFeed();
  const { feed, connection, revision } = live;
  const known = revision > 0;
  const health = useHealth(connection.kind === 'live');
  const route = useRoute();
  const alerts = useAlerts(revision);
  // A session that ended closes the feed: whether that is why is asked at once.
  useEffect(() => {
    if (connection.kind === 'offline') look();
  }, [connection, look]);
  const page = route.kind === 'lines' || route.kind === 'alerts' ? route.kind : 'jobs';
  return (
    <>
      <a className="skip" href={`#${page}-title`}>
        Skip to {page}
      </a>
      <Header
        shop={feed.box.shop}
        connection={connection}
        health={health}
        route={route}
        openAlerts={alerts.open.length}
        left={look}
      />
      <OfflineBanner connection={connection} known={known} retry={live.retry} />
      {usesBench(feed) && <BenchBanner />}
      {page !== 'alerts' && <OpenAlertsBanner open={alerts.open} />}
      {known ? (
        {
          jobs: <Board live={live} />,
          lines: <Lines live={live} />,
          alerts: <Alerts live={live} alerts={alerts} />,
        }[page]
      ) : (
        <main className="board">
          <p className="quiet">Waiting for the box …</p>
        </main>
      )}
    </>
  );
};
