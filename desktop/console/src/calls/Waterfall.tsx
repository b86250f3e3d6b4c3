import type { TurnTiming } from '#shared/api/records.ts';
import { medianMs, STAGES, turnBars, type TurnBars } from './stages.ts';

/** Units of the drawing across, whatever width it gets. */
const WIDTH = 1_000;
const HEIGHT = 16;
/** A caller begins to wonder past this, ms. */
const PATIENCE_MS = 1_500;

/** Where the time of every answer went, stage by stage: a picture, and the same as numbers. */
export const Waterfall = ({ timings }: { readonly timings: readonly TurnTiming[] }) => {
  const turns = turnBars(timings);
  if (turns.length === 0) return <p className="quiet">No answer of this call was timed.</p>;
  const median = medianMs(turns);
  const longest = Math.max(PATIENCE_MS * 1.05, ...turns.map((turn) => Math.max(turn.totalMs, endOf(turn))));
  return (
    <div className="waterfall">
      <p>
        {median === null
          ? 'Stages as told; the line was not measured.'
          : `Half of the answers began within ${ms(median)}.`}{' '}
        <span className="quiet">The line marks 1.5 s.</span>
      </p>
      <ul className="legend" aria-hidden="true">
        {STAGES.map((stage) => (
          <li key={stage.key}>
            <svg width="12" height="12" viewBox="0 0 12 12">
              <rect className={`stage ${stage.key}`} width="12" height="12" rx="2" />
            </svg>
            {stage.label}
          </li>
        ))}
      </ul>
      <div className="turns" aria-hidden="true">
        {turns.map((turn) => (
          <Turn key={turn.command} turn={turn} longest={longest} />
        ))}
      </div>
      <details>
        <summary>As numbers</summary>
        <Numbers turns={turns} />
      </details>
    </div>
  );
};

const Turn = ({ turn, longest }: { readonly turn: TurnBars; readonly longest: number }) => {
  const scale = WIDTH / longest;
  return (
    <div className="turn">
      <span className="turn-number">{turn.turn}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        <rect className="track" width={WIDTH} height={HEIGHT} />
        {turn.bars.map((bar) => (
          <rect
            key={bar.key}
            className={`stage ${bar.key}`}
            x={bar.startMs * scale}
            width={Math.max(1, bar.lengthMs * scale)}
            height={HEIGHT}
          >
            <title>{`${bar.label}: ${ms(bar.lengthMs)}`}</title>
          </rect>
        ))}
        <rect className="limit" x={PATIENCE_MS * scale - 1} width="2" height={HEIGHT} />
      </svg>
      <span className="turn-total">{ms(turn.totalMs)}</span>
    </div>
  );
};

const Numbers = ({ turns }: { readonly turns: readonly TurnBars[] }) => (
  <div className="scroll" tabIndex={0} role="region" aria-label="Stage times of every answer">
    <table>
      <caption>Milliseconds from the caller's last sound to our first</caption>
      <thead>
        <tr>
          <th scope="col">Turn</th>
          {STAGES.map((stage) => (
            <th key={stage.key} scope="col">
              {stage.label}
            </th>
          ))}
          <th scope="col">In all</th>
        </tr>
      </thead>
      <tbody>
        {turns.map((turn) => (
          <tr key={turn.command}>
            <th scope="row">{turn.turn}</th>
            {STAGES.map((stage) => {
              const bar = turn.bars.find((one) => one.key === stage.key);
              return <td key={stage.key}>{bar === undefined ? '–' : Math.round(bar.lengthMs)}</td>;
            })}
            <td>{Math.round(turn.totalMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const endOf = (turn: TurnBars): number => {
  const last = turn.bars.at(-1);
  return last === undefined ? 0 : last.startMs + last.lengthMs;
};

const ms = (value: number): string => (value >= 1_000 ? `${(value / 1_000).toFixed(1)} s` : `${Math.round(value)} ms`);
