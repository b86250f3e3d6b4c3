import { useState } from 'react';
import { lineHistory } from '#shared/api/routes/lines.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { formatMoment } from '../format/instants.ts';
import { useList } from '../records/use-list.ts';
import { formatBy, formatChange } from './words.ts';

/** Who changed the line, when and how; read when somebody opens it. */
export const LineHistory = (props: { readonly line: LineRecord; readonly now: number; readonly zone: string }) => {
  const [open, setOpen] = useState(false);
  return (
    <details className="line-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>History</summary>
      {open && <Changes {...props} />}
    </details>
  );
};

const Changes = ({ line, now, zone }: { readonly line: LineRecord; readonly now: number; readonly zone: string }) => {
  const asked = { params: { line: line.name } };
  const { items, failure, more } = useList(lineHistory, asked, line.lastChange?.at ?? 0);
  return (
    <>
      {failure !== null && (
        <p className="failure">
          {failure.message} {failure.fix}
        </p>
      )}
      {items?.length === 0 && <p className="quiet">Nobody has changed this line yet.</p>}
      <ol className="changes">
        {items?.map((event) => (
          <li key={event.id}>
            <span className="quiet">
              {formatMoment(event.at, now, zone)} {formatBy(event)}
            </span>
            <br />
            {formatChange(event, now, zone)}
            {event.reason !== '' && `: ${event.reason}`}
          </li>
        ))}
      </ol>
      {more !== null && (
        <button type="button" className="older" onClick={more}>
          Show older changes
        </button>
      )}
    </>
  );
};
