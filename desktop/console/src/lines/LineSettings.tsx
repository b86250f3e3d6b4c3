import { useId, useState } from 'react';
import type { LineRecord } from '#shared/lines/change.ts';
import { askFor } from './ModeForm.tsx';
import type { Changed } from './Notice.tsx';

/** Who is rung when the box does not answer, and how long the shop's phones ring first. */
export const LineSettings = ({
  line,
  tell,
}: {
  readonly line: LineRecord;
  readonly tell: (changed: Changed) => void;
}) => {
  const { setting } = line;
  const id = useId();
  const [fallback, setFallback] = useState(setting.fallback ?? '');
  const [seconds, setSeconds] = useState(String(setting.overflowSeconds));
  if (line.forked) return null;
  const same = fallback === (setting.fallback ?? '') && seconds === String(setting.overflowSeconds);
  return (
    <details className="line-more">
      <summary>Fallback number and ringing</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wish = { fallback: fallback.trim() === '' ? null : fallback.trim(), overflowSeconds: Number(seconds) };
          void askFor(line, wish, tell);
        }}
      >
        <label htmlFor={`${id}-fallback`}>Fallback number</label>
        <input
          id={`${id}-fallback`}
          type="tel"
          autoComplete="off"
          value={fallback}
          onChange={(event) => setFallback(event.target.value)}
        />
        <label htmlFor={`${id}-seconds`}>Seconds of ringing before an overflow call is answered</label>
        <input
          id={`${id}-seconds`}
          type="number"
          min={1}
          max={120}
          required
          value={seconds}
          onChange={(event) => setSeconds(event.target.value)}
        />
        <button type="submit" disabled={same}>
          Save
        </button>
      </form>
    </details>
  );
};
