import type { JobRecord } from '#shared/api/records.ts';
import type { ListView } from '../records/use-list.ts';
import { JobCard } from './JobCard.tsx';

/** Jobs booked, newest first. One that was booked while the page is open stands on top at once. */
export const Jobs = ({
  list,
  booked,
  now,
}: {
  readonly list: ListView<JobRecord>;
  readonly booked: JobRecord | null;
  readonly now: number;
}) => {
  const known = list.items ?? [];
  const jobs = booked === null || known.some((job) => job.id === booked.id) ? known : [booked, ...known];
  return (
    <section className="jobs" aria-labelledby="jobs-title">
      <h2 id="jobs-title" tabIndex={-1}>
        Jobs booked{' '}
        {jobs.length > 0 && <span className="count">{list.more === null ? jobs.length : `${jobs.length}+`}</span>}
      </h2>
      {list.failure !== null && (
        <p className="failure">
          {list.failure.message} {list.failure.fix}
        </p>
      )}
      {jobs.length === 0 && list.items !== null && (
        <div className="empty">
          <p className="title">No jobs yet</p>
          <p>A job appears here the moment the caller has said yes to it.</p>
        </div>
      )}
      <ul className="cards">
        {jobs.map((job) => (
          <li key={job.id}>
            <JobCard job={job} now={now} fresh={job.id === booked?.id} />
          </li>
        ))}
      </ul>
      {list.more !== null && (
        <button type="button" className="older" onClick={list.more}>
          Show older jobs
        </button>
      )}
    </section>
  );
};
