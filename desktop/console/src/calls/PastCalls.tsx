import type { CallSummary } from '#shared/api/records.ts';
import { formatElapsed, formatMoment } from '../format/instants.ts';
import { formatCode, otherEnd } from '../format/people.ts';
import { Badge, UrgencyBadge } from '../frame/Badge.tsx';
import { callLink } from '../frame/route.ts';
import type { ListView } from '../records/use-list.ts';

/** Calls that are over, newest first. */
export const PastCalls = ({
  list,
  now,
  zone,
  ring,
}: {
  readonly list: ListView<CallSummary>;
  readonly now: number;
  readonly zone: string;
  readonly ring: string;
}) => {
  const over = list.items?.filter((call) => call.status === 'ended') ?? [];
  return (
    <section className="past" aria-labelledby="past-title">
      <h2 id="past-title">Earlier calls</h2>
      {list.failure !== null && <p className="failure">{list.failure.message}</p>}
      {list.items !== null && over.length === 0 && (
        <p className="quiet">No calls yet.{ring === '' ? '' : ` Ring ${ring} to hear how it goes.`}</p>
      )}
      <ul className="rows">
        {over.map((call) => (
          <li key={call.id}>
            <a href={callLink(call.id)}>
              <span className="number">{otherEnd(call)}</span>
              <span className="outcome">
                <UrgencyBadge urgency={call.urgency} />
                <Badge tone={tone(call.outcome)}>{outcomeText(call)}</Badge>
              </span>
              <span className="when">
                {formatMoment(call.startedAt, now, zone)}
                {call.endedAt !== null && ` · ${formatElapsed(call.endedAt - call.startedAt)}`}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {list.more !== null && (
        <button type="button" className="older" onClick={list.more}>
          Show older calls
        </button>
      )}
    </section>
  );
};

export const outcomeText = (call: CallSummary): string => {
  if (call.outcome === null) return 'No outcome';
  return call.jobNumber === null ? formatCode(call.outcome) : `${formatCode(call.outcome)} ${call.jobNumber}`;
};

export const tone = (outcome: string | null): 'good' | 'warn' | 'bad' | 'plain' => {
  if (outcome === 'booked') return 'good';
  if (outcome === 'emergency') return 'bad';
  return outcome === 'cut_off' || outcome === 'message' ? 'warn' : 'plain';
};
