import { useState } from 'react';
import { undoLineChange } from '#shared/api/routes/lines.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { ask, RequestFailure } from '../records/request.ts';
import { formatSetting } from './words.ts';

/** What came of the last change on this page. */
export type Changed =
  | { readonly kind: 'changed' | 'taken back'; readonly line: LineRecord }
  | { readonly kind: 'failed'; readonly failure: RequestFailure };

/** Says that a change holds, and lets it be taken back. */
export const Notice = ({
  changed,
  tell,
  now,
  zone,
}: {
  readonly changed: Changed | null;
  readonly tell: (changed: Changed) => void;
  readonly now: number;
  readonly zone: string;
}) => {
  const [busy, setBusy] = useState(false);
  const undo = (line: LineRecord): void => {
    setBusy(true);
    ask(undoLineChange, { params: { line: line.name }, body: { event: line.lastChange?.id ?? '' } })
      .then((back) => tell({ kind: 'taken back', line: back }))
      .catch((error: unknown) => {
        if (error instanceof RequestFailure) tell({ kind: 'failed', failure: error });
      })
      .finally(() => setBusy(false));
  };
  return (
    <div className="notice" role="status">
      {changed?.kind === 'failed' && (
        <p className="failure">
          {changed.failure.message} {changed.failure.fix}
        </p>
      )}
      {changed !== null && changed.kind !== 'failed' && (
        <p>
          Line {changed.line.name}: {formatSetting(changed.line.setting, now, zone)}. {changed.line.next}
        </p>
      )}
      {changed?.kind === 'changed' && (
        <button type="button" disabled={busy} onClick={() => undo(changed.line)}>
          Undo
        </button>
      )}
    </div>
  );
};
