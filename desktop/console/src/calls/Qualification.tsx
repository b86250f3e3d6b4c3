import type { CallRecord } from '#shared/api/records.ts';
import { Badge } from '../frame/Badge.tsx';
import { formatCode } from '../format/people.ts';

/** What the call is worth to the shop, and why. */
export const Qualification = ({ qualification }: Pick<CallRecord, 'qualification'>) => {
  if (qualification === null) return null;
  const { factors, qualified, score } = qualification;
  return (
    <>
      <h3>What the call is worth</h3>
      <p>
        <Badge
          tone={qualified ? 'good' : 'plain'}
        >{`${qualified ? 'Qualified' : 'Not qualified'}, ${score.toFixed(2)}`}</Badge>{' '}
        <span className="quiet">it chooses the voice at most; nobody waits for it or is refused by it</span>
      </p>
      <ul className="worth">
        {factors.map(({ factor, reason, value, weight }) => (
          <li key={factor}>
            {formatCode(factor)}: {formatCode(reason)}{' '}
            <span className="quiet">{`${value.toFixed(2)} × ${weight.toFixed(2)}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
};
