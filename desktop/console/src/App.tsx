import type { HealthReport } from '#shared/api/health.ts';
import type { CallSummary, JobRecord } from '#shared/api/records.ts';
import { CallDetails } from './calls/CallDetails.tsx';
import { LiveCalls } from './calls/LiveCalls.tsx';
import { PastCalls } from './calls/PastCalls.tsx';
import { useFeed, usesBench } from './feed/use-feed.ts';
import { useAnnouncement } from './frame/announcement.ts';
import { BenchBanner, OfflineBanner } from './frame/Banners.tsx';
import { Header } from './frame/Header.tsx';
import { useRoute } from './frame/route.ts';
import { useHealth } from './frame/use-health.ts';
import { useNow } from './frame/use-now.ts';
import { JobDetails } from './jobs/JobDetails.tsx';
import { Jobs } from './jobs/Jobs.tsx';
import { useList } from './records/use-list.ts';

/** The board: calls on the left as they are spoken, booked jobs on the right, details over both. */
export const App = () => {
  const live = useFeed();
  const { feed, connection, revision, booked } = live;
  const { zone, shop, ring } = feed.box;
  const now = useNow(live.clockOffset);
  const route = useRoute();
  const calls = useList<CallSummary>('/api/v1/calls', revision);
  const jobs = useList<JobRecord>('/api/v1/jobs', revision);
  const health: HealthReport | null = useHealth(connection.kind === 'live');
  const announcement = useAnnouncement(feed, booked);
  return (
    <>
      <a className="skip" href="#jobs-title">
        Skip to jobs
      </a>
      <Header shop={shop} connection={connection} health={health} />
      <OfflineBanner connection={connection} known={revision > 0} retry={live.retry} />
      {usesBench(feed) && <BenchBanner />}
      <main className="board">
        <div className="calls">
          <section aria-labelledby="live-title">
            <h2 id="live-title">On the phone</h2>
            <LiveCalls calls={feed.calls} now={now} zone={zone} ring={ring} />
          </section>
          <PastCalls list={calls} now={now} zone={zone} ring={ring} />
        </div>
        <Jobs list={jobs} booked={booked} now={now} />
      </main>
      <p className="hidden" role="status">
        {announcement}
      </p>
      {route.kind === 'call' && (
        <CallDetails key={route.id} id={route.id} atMs={route.atMs} revision={revision} now={now} zone={zone} />
      )}
      {route.kind === 'job' && <JobDetails key={route.id} id={route.id} revision={revision} now={now} zone={zone} />}
    </>
  );
};
