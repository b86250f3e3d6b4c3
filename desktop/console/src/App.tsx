import { useFeed, usesBench } from './feed/use-feed.ts';
import { Board } from './frame/Board.tsx';
import { BenchBanner, OfflineBanner } from './frame/Banners.tsx';
import { Header } from './frame/Header.tsx';
import { useHealth } from './frame/use-health.ts';

/** The console: what is true of the box on top, the board below once the box has told what is so. */
export const App = () => {
  const live = useFeed();
  const { feed, connection, revision } = live;
  const known = revision > 0;
  const health = useHealth(connection.kind === 'live');
  return (
    <>
      <a className="skip" href="#jobs-title">
        Skip to jobs
      </a>
      <Header shop={feed.box.shop} connection={connection} health={health} />
      <OfflineBanner connection={connection} known={known} retry={live.retry} />
      {usesBench(feed) && <BenchBanner />}
      {known ? (
        <Board live={live} />
      ) : (
        <main className="board">
          <p className="quiet">Waiting for the box …</p>
        </main>
      )}
    </>
  );
};
