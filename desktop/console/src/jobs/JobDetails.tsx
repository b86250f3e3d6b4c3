import type { JobRecord } from '#shared/api/records.ts';
import { getJob } from '#shared/api/routes/records.ts';
import { formatElapsed, formatMoment } from '../format/instants.ts';
import { formatDeposit, formatFee, formatPromise, formatRange } from '../format/jobs.ts';
import { formatCode, formatPhone, formatPlace } from '../format/people.ts';
import { Badge, FactBadge, UrgencyBadge } from '../frame/Badge.tsx';
import { Drawer } from '../frame/Drawer.tsx';
import { callLink } from '../frame/route.ts';
import { useRecord } from '../records/use-record.ts';

/** One job as it is on record. */
export const JobDetails = (props: {
  readonly id: string;
  readonly revision: number;
  readonly now: number;
  readonly zone: string;
}) => {
  const loaded = useRecord(getJob, { params: { id: props.id } }, props.revision);
  return (
    <Drawer kind="Job" title={loaded.kind === 'loaded' ? loaded.body.number : 'Job'}>
      {loaded.kind === 'loading' && <p className="quiet">Loading …</p>}
      {loaded.kind === 'failed' && (
        <p className="failure">
          {loaded.failure.message} {loaded.failure.fix}
        </p>
      )}
      {loaded.kind === 'loaded' && <Job job={loaded.body} now={props.now} zone={props.zone} />}
    </Drawer>
  );
};

const state = (confirmed: boolean) => <FactBadge state={confirmed ? 'confirmed' : 'unconfirmed'} />;

const Job = ({ job, now, zone }: { readonly job: JobRecord; readonly now: number; readonly zone: string }) => {
  const { customer, location, visit } = job;
  const range = formatRange(job);
  const deposit = formatDeposit(job);
  return (
    <>
      <p className="badges">
        <Badge tone="good">{formatCode(job.status)}</Badge>
        {job.afterHours && (
          <Badge tone="night" icon="moon">
            After hours
          </Badge>
        )}
        <UrgencyBadge urgency={job.urgency} />
      </p>
      <p className="promise">{formatPromise(job, now)}</p>
      <dl className="facts">
        <Line label="Problem">{[job.problem, ...job.details].join('; ')}</Line>
        <Line label="Service">{job.serviceType.name}</Line>
        <Line label="Customer" after={state(customer.nameConfirmed)}>
          {customer.name}
        </Line>
        <Line label="Phone" after={state(customer.phoneConfirmed)}>
          <a href={`tel:${customer.phone}`}>{formatPhone(customer.phone)}</a>
        </Line>
        <Line label="Address" after={state(location.confirmed)}>
          {formatPlace(location)}
        </Line>
        <Line label="Technician">{visit?.technician?.name ?? 'Not assigned'}</Line>
        <Line label="Fee">
          {formatFee(job)}
          {job.price !== null && (job.price.feeRule === 'credited' ? ', credited toward the repair' : ', not credited')}
        </Line>
        {range !== null && <Line label="Likely repair">{range}</Line>}
        {deposit !== null && <Line label="Deposit">{deposit}</Line>}
        {visit?.pets != null && <Line label="Pets">{visit.pets}</Line>}
        {visit?.access != null && <Line label="Access">{visit.access}</Line>}
        {visit?.hasGateCode === true && <Line label="Gate code">Kept, not shown</Line>}
        <Line label="Booked">{formatMoment(job.createdAt, now, zone)}</Line>
      </dl>
      {job.unconfirmed.length > 0 && <Unconfirmed job={job} />}
      {job.callId !== null && (
        <p>
          <a href={callLink(job.callId)}>Open the call</a>
        </p>
      )}
    </>
  );
};

const Line = ({
  label,
  after,
  children,
}: {
  readonly label: string;
  readonly after?: React.ReactNode;
  readonly children: React.ReactNode;
}) => (
  <div className="fact">
    <dt>{label}</dt>
    <dd>
      <span className="value">{children}</span>
      {after}
    </dd>
  </div>
);

const Unconfirmed = ({ job }: { readonly job: JobRecord }) => (
  <>
    <h3>Stored as heard</h3>
    <ul className="heard">
      {job.unconfirmed.map((fact) => (
        <li key={`${fact.slot}:${fact.offsetMs}`}>
          <Badge tone="warn" icon="alert">
            {formatCode(fact.slot)}
          </Badge>{' '}
          “{fact.heard}”{' '}
          {job.callId === null ? (
            <span className="at">at {formatElapsed(fact.offsetMs)}</span>
          ) : (
            <a href={callLink(job.callId, fact.offsetMs)}>
              Hear it at {formatElapsed(fact.offsetMs)}
              <span className="hidden"> of the call</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  </>
);
