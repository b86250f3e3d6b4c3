import { ladderOf, type LadderStep } from '#shared/api/ladder.ts';
import type { TraceRecord } from '#shared/api/trace.ts';

/** Units of the drawing: the two lines, and how far apart its steps are. */
const FAR = 96;
const BOX = 560;
const WIDTH = 656;
const STEP = 30;
const HEAD = 44;

/** The call's messages as a ladder, the far end left and the box right; each message's text below. Numbers and names are masked. */
export const Ladder = ({ trace }: { readonly trace: TraceRecord }) => {
  const steps = ladderOf(trace);
  const height = HEAD + steps.length * STEP + 12;
  const messages = steps.filter((step) => step.kind === 'message');
  const peers = [...new Set(messages.map(({ peer }) => peer))];
  return (
    <>
      <svg
        className="ladder"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={`${messages.length} messages between ${peers.join(', ')} and the box`}
      >
        <text className="end" x={FAR} y="16">
          {peers[0] ?? 'far end'}
        </text>
        <text className="end" x={BOX} y="16">
          Pilotlight
        </text>
        <line className="rail" x1={FAR} y1="26" x2={FAR} y2={height} />
        <line className="rail" x1={BOX} y1="26" x2={BOX} y2={height} />
        {steps.map((step, i) => (
          <Step key={i} step={step} y={HEAD + i * STEP} other={step.kind === 'message' && step.peer !== peers[0]} />
        ))}
      </svg>
      {trace.leftOut > 0 && <p className="quiet">{trace.leftOut} messages in the middle were not kept.</p>}
      <details>
        <summary>As text</summary>
        <ol className="messages">
          {messages.map((step, i) => (
            <li key={i}>
              <p className="quiet">
                {seconds(step.ms)} {step.direction === 'in' ? 'from' : 'to'} {step.peer}
              </p>
              <pre tabIndex={0}>{step.text.trimEnd()}</pre>
            </li>
          ))}
        </ol>
      </details>
      <p className="quiet">Numbers and names are masked here; keys and passwords are never kept.</p>
    </>
  );
};

const Step = ({ step, y, other }: { readonly step: LadderStep; readonly y: number; readonly other: boolean }) => (
  <g>
    <text className="time" x={FAR - 10} y={y + 10}>
      {seconds(step.ms)}
    </text>
    {step.kind === 'note' ? (
      <text className="note" x={FAR + 14} y={y + 10}>
        {step.label}
      </text>
    ) : (
      <>
        <text className="label" x={(FAR + BOX) / 2} y={y + 3}>
          {step.label}
          {other && ` · ${step.peer}`}
        </text>
        <Arrow y={y + 10} inward={step.direction === 'in'} kind={tone(step.label)} />
      </>
    )}
  </g>
);

const Arrow = ({ y, inward, kind }: { readonly y: number; readonly inward: boolean; readonly kind: string }) => {
  const [from, to] = inward ? [FAR, BOX] : [BOX, FAR];
  const back = inward ? to - 9 : to + 9;
  return (
    <g className={`arrow ${kind}`}>
      <line x1={from} y1={y} x2={to} y2={y} />
      <path d={`M${to} ${y} L${back} ${y - 4.5} L${back} ${y + 4.5} Z`} />
    </g>
  );
};

/** A request; a response by its class. */
const tone = (label: string): string => {
  const status = Number(/^\d{3}/.exec(label)?.[0] ?? 0);
  if (status === 0) return 'asks';
  return status < 200 ? 'waits' : status < 300 ? 'agrees' : 'refuses';
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
