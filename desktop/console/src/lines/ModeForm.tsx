import { useRef, useState } from 'react';
import { changeLine } from '#shared/api/routes/lines.ts';
import type { LineChange, LineRecord } from '#shared/lines/change.ts';
import type { LineMode } from '#shared/lines/setting.ts';
import { ask, RequestFailure } from '../records/request.ts';
import type { Changed } from './Notice.tsx';
import { MODES, modesOf } from './words.ts';

const HOUR_MS = 3_600_000;
/** Hours a change may be made for; 0 for good. */
const LENGTHS = [0, 1, 2, 4, 8, 24] as const;

/** Asks for a change and tells what came of it. */
export const askFor = async (line: LineRecord, wish: LineChange, tell: (changed: Changed) => void): Promise<void> => {
  try {
    const asked = { params: { line: line.name }, version: line.version, body: wish };
    tell({ kind: 'changed', line: await ask(changeLine, asked) });
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    tell({ kind: 'failed', failure: error });
  }
};

/** Chooses when the box answers, and for how long; switching off is asked once more. */
export const ModeForm = ({ line, tell }: { readonly line: LineRecord; readonly tell: (changed: Changed) => void }) => {
  const { mode: now } = line.setting;
  const [mode, setMode] = useState<LineMode>(now);
  const [hours, setHours] = useState<number>(0);
  const [busy, setBusy] = useState(false);
  const sure = useRef<HTMLDialogElement>(null);
  const set = (): void => {
    sure.current?.close();
    setBusy(true);
    void askFor(line, { mode, ...(hours === 0 ? {} : { forMs: hours * HOUR_MS }) }, tell).finally(() => setBusy(false));
  };
  return (
    <form
      className="mode-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (mode === 'off' && now !== 'off') sure.current?.showModal();
        else set();
      }}
    >
      <fieldset>
        <legend>When the box answers</legend>
        {modesOf(line).map((one) => (
          <label key={one}>
            <input type="radio" name={`mode-${line.name}`} checked={mode === one} onChange={() => setMode(one)} />
            <span>
              <strong>{MODES[one].name}</strong> <span className="quiet">{MODES[one].what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="mode-set">
        <label>
          For{' '}
          <select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
            {LENGTHS.map((length) => (
              <option key={length} value={length}>
                {length === 0 ? 'good' : length === 1 ? '1 hour' : `${length} hours`}
              </option>
            ))}
          </select>
        </label>
        <button
          type="submit"
          className="primary"
          disabled={busy || (mode === now && hours === 0 && line.setting.until === null)}
        >
          Set
        </button>
      </p>
      <dialog ref={sure} className="sure" aria-labelledby={`sure-${line.name}`}>
        <h3 id={`sure-${line.name}`}>Switch line {line.name} off?</h3>
        <p>
          {line.setting.fallback === null
            ? 'No fallback number is set: callers go back to the carrier, or leave a message.'
            : 'From the next call on the box does not answer. Calls that go on now stay.'}
        </p>
        <p className="mode-set">
          <button type="button" onClick={() => sure.current?.close()}>
            Keep it on
          </button>
          <button type="button" className="danger" onClick={set}>
            Switch off
          </button>
        </p>
      </dialog>
    </form>
  );
};
