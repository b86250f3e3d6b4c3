import type { JobRecord } from '#shared/api/records.ts';
import { formatFee, formatPromise, unconfirmedParts } from '../format/jobs.ts';
import { formatPhone, formatPlace } from '../format/people.ts';
import { Badge, UrgencyBadge } from '../frame/Badge.tsx';
import { jobLink } from '../frame/route.ts';

/** One booked job, with what a dispatcher needs before opening it. */
export const JobCard = ({
  job,
  now,
  fresh,
}: {
  readonly job: JobRecord;
  readonly now: number;
  readonly fresh: boolean;
}) => {
  const open = unconfirmedParts(job);
  return (
    <article className={`job${fresh ? ' fresh' : ''}`} data-job={job.id}>
      <div className="job-head">
        <h3>
          <a href={jobLink(job.id)}>{job.number}</a>
        </h3>
        <p className="promise">{formatPromise(job, now)}</p>
      </div>
      <p className="badges">
        {job.afterHours && (
          <Badge tone="night" icon="moon">
            After hours
          </Badge>
        )}
        <UrgencyBadge urgency={job.urgency} />
        <Badge tone="plain">{job.serviceType.name}</Badge>
      </p>
      <p className="problem">{[job.problem, ...job.details].join('; ')}</p>
      <dl className="lines">
        <div>
          <dt>Customer</dt>
          <dd>
            {job.customer.name}, <span className="nowrap">{formatPhone(job.customer.phone)}</span>
          </dd>
        </div>
        <div>
          <dt>Address</dt>
          <dd>{formatPlace(job.location)}</dd>
        </div>
        <div>
          <dt>Fee</dt>
          <dd>{formatFee(job)}</dd>
        </div>
        {job.visit?.technician != null && (
          <div>
            <dt>Technician</dt>
            <dd>{job.visit.technician.name}</dd>
          </div>
        )}
      </dl>
      {open.length > 0 && (
        <p className="open-facts">
          <Badge tone="warn" icon="alert">
            {`Not confirmed: ${open.join(', ')}`}
          </Badge>
        </p>
      )}
    </article>
  );
};
