import { useFeed, usesBench } from './feed/use-feed.ts';
import { Board } from './frame/Board.tsx';
import { BenchBanner, OfflineBanner } from './frame/Banners.tsx';
import { Header } from './frame/Header.tsx';
import { useRoute } from './frame/route.ts';
import { useHealth } from './frame/use-health.ts';
import { Lines } from './lines/Lines.tsx';

/** The console: what is true of the box on top, the board below once the box has told what is so. */
export const App = () => {
  const live = useFeed();
  const { feed, connection, revision } = live;
  const known = revision > 0;
  const health = useHealth(connection.kind === 'live');
  const route = useRoute();
  const onLines = route.kind === 'lines';
  return (
    <>
      <a className="skip" href={onLines ? '#lines-title' : '#jobs-title'}>
        {onLines ? 'Skip to lines' : 'Skip to jobs'}
      </a>
      <Header shop={feed.box.shop} connection={connection} health={health} route={route} />
      <OfflineBanner connection={connection} known={known} retry={live.retry} />
      {usesBench(feed) && <BenchBanner />}
      {known ? (
        onLines ? (
          <Lines live={live} />
        ) : (
          <Board live={live} />
        )
      ) : (
        <main className="board">
          <p className="quiet">Waiting for the box …</p>
        </main>
      )}
    </>
  );
};
