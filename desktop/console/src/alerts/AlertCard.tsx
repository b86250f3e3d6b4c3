import type { AlertRecord } from '#shared/api/alerts.ts';
import { formatElapsed, formatMoment } from '../format/instants.ts';
import { formatPhone } from '../format/people.ts';
import { Badge, UrgencyBadge } from '../frame/Badge.tsx';
import { callLink } from '../frame/route.ts';
import type { RequestFailure } from '../records/request.ts';
import { TakeAlert } from './TakeAlert.tsx';
import { Tellings } from './Tellings.tsx';
import { formatVia, titleOf } from './words.ts';

/** One emergency: whether somebody has it first, for that is what people ask. */
export const AlertCard = ({
  alert,
  now,
  zone,
  tell,
}: {
  readonly alert: AlertRecord;
  readonly now: number;
  readonly zone: string;
  /** What came of taking it; null when it was taken. */
  readonly tell: (failure: RequestFailure | null) => void;
}) => {
  const { acknowledgedAt, acknowledgedBy, acknowledgedVia, address, callId, id, jobNumber, phone, text } = alert;
  const open = alert.status === 'open';
  const titleId = `alert-${id}`;
  return (
    <article className={open ? 'alert alert-open' : 'alert'} aria-labelledby={titleId}>
      <div className="alert-head">
        <h3 id={titleId}>{titleOf(alert)}</h3>
        <p className="badges">
          <Badge tone={open ? 'bad' : 'good'} icon={open ? 'alert' : 'check'}>
            {open ? `Open for ${formatElapsed(now - alert.openedAt)}` : 'Taken'}
          </Badge>
          {alert.kind === 'life_safety' && <UrgencyBadge urgency="life_safety" />}
        </p>
      </div>
      {text !== '' && <p className="alert-words">“{text}”</p>}
      <dl className="lines">
        <div>
          <dt className="quiet">Told us</dt>
          <dd>
            {formatMoment(alert.openedAt, now, zone)}
            {callId !== null && (
              <>
                {', '}
                <a href={callLink(callId)}>the call</a>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt className="quiet">Number</dt>
          <dd>{phone === null ? 'No number' : <a href={`tel:${phone}`}>{formatPhone(phone)}</a>}</dd>
        </div>
        <div>
          <dt className="quiet">Where</dt>
          <dd>{address ?? 'No address'}</dd>
        </div>
        {jobNumber !== null && (
          <div>
            <dt className="quiet">Job</dt>
            <dd>{jobNumber}</dd>
          </div>
        )}
        {acknowledgedAt !== null && (
          <div>
            <dt className="quiet">Taken by</dt>
            <dd>
              {acknowledgedBy}, {formatMoment(acknowledgedAt, now, zone)} {formatVia(acknowledgedVia)}
            </dd>
          </div>
        )}
      </dl>
      {open && <TakeAlert alert={alert} tell={tell} />}
      <Tellings alert={alert} now={now} zone={zone} />
    </article>
  );
};
