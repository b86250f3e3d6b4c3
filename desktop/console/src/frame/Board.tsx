import { listCalls, listJobs } from '#shared/api/routes/records.ts';
import { CallDetails } from '../calls/CallDetails.tsx';
import { LiveCalls } from '../calls/LiveCalls.tsx';
import { MadeCalls } from '../calls/MadeCalls.tsx';
import { PastCalls } from '../calls/PastCalls.tsx';
import type { LiveView } from '../feed/use-feed.ts';
import { JobDetails } from '../jobs/JobDetails.tsx';
import { Jobs } from '../jobs/Jobs.tsx';
import { useList } from '../records/use-list.ts';
import { useAnnouncement } from './announcement.ts';
import { useRoute } from './route.ts';
import { useNow } from './use-now.ts';

/** Calls on the left as they are spoken, booked jobs on the right, details over both. */
export const Board = ({ live }: { readonly live: LiveView }) => {
  const { feed, revision, booked } = live;
  const { zone, ring } = feed.box;
  const now = useNow(live.clockOffset);
  const route = useRoute();
  const calls = useList(listCalls, {}, revision);
  const jobs = useList(listJobs, {}, revision);
  const announcement = useAnnouncement(feed, booked);
  return (
    <>
      <main className="board">
        <div className="calls">
          <section aria-labelledby="live-title">
            <h2 id="live-title">On the phone</h2>
            <LiveCalls calls={feed.calls} now={now} zone={zone} ring={ring} />
          </section>
          <PastCalls list={calls} now={now} zone={zone} ring={ring} />
          <MadeCalls now={now} zone={zone} />
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
