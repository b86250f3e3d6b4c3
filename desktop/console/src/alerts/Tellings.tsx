import type { AlertRecord } from '#shared/api/alerts.ts';
import { formatMoment } from '../format/instants.ts';
import { Badge } from '../frame/Badge.tsx';
import { formatChannel, formatWho, toldOf } from './words.ts';

/** Who is told, by what and when, in this round; rounds before it are folded away. */
export const Tellings = ({
  alert,
  now,
  zone,
}: {
  readonly alert: AlertRecord;
  readonly now: number;
  readonly zone: string;
}) => {
  const { round, tellings } = alert;
  const latest = tellings.filter((one) => one.round === round);
  const earlier = tellings.filter((one) => one.round !== round);
  const list = (shown: typeof tellings) => (
    <ol className="tellings">
      {shown.map((one) => {
        const told = toldOf(one, now);
        return (
          <li key={`${one.round} ${one.role} ${one.name} ${one.channel}`}>
            <span className="told-who">{formatWho(one)}</span>
            <span className="channel">{formatChannel(one.channel)}</span>
            <span className="when quiet">{formatMoment(one.dueAt, now, zone)}</span>
            <Badge tone={told.tone}>{told.text}</Badge>
          </li>
        );
      })}
    </ol>
  );
  return (
    <>
      <h4>{round > 1 ? `Who is told, round ${round}` : 'Who is told'}</h4>
      {latest.length === 0 ? <p className="quiet">Nobody: the shop has no on-call ladder.</p> : list(latest)}
      {earlier.length > 0 && (
        <details className="alert-more">
          <summary>{round === 2 ? 'The round before' : `The ${round - 1} rounds before`}</summary>
          {list(earlier)}
        </details>
      )}
    </>
  );
};
