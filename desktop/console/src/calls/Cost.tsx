import { formatMicros } from '#shared/api/cost.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { formatCode } from '../format/people.ts';

/** What the call has cost, in a line. */
export const Cost = ({ cost }: Pick<CallRecord, 'cost'>) => {
  if (cost === null) return null;
  const parts = cost.kinds.map(({ estimate, kind, micros, quantity, unit }) =>
    unit === 'question'
      ? `questions not asked again ${quantity}`
      : `${formatCode(kind).toLowerCase()} ${formatMicros(micros, cost.currency)}${estimate ? ' (an estimate)' : ''}`,
  );
  return <p className="quiet">{`This call cost ${formatMicros(cost.micros, cost.currency)}: ${parts.join(', ')}.`}</p>;
};
