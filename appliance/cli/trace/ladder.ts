import { ladderOf } from '#shared/api/ladder.ts';
import type { TraceRecord } from '#shared/api/trace.ts';

const WIDTH = 46;

const arrow = (direction: 'in' | 'out', headline: string): string => {
  const label = ` ${headline.slice(0, WIDTH - 8)} `;
  const shaft = '-'.repeat(Math.max(2, WIDTH - 2 - label.length));
  const half = Math.floor(shaft.length / 2);
  const line = `${shaft.slice(0, half)}${label}${shaft.slice(half)}`;
  return direction === 'in' ? `|${line}>|` : `|<${line}|`;
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3).padStart(9);

/** A call's messages and events as a ladder: the far end left, the box right, time in seconds since the first message. */
export const ladder = (trace: TraceRecord): string[] => {
  const steps = ladderOf(trace);
  const peers = [...new Set(steps.flatMap((step) => (step.kind === 'message' ? [step.peer] : [])))];
  const local = trace.entries[0]?.local ?? '';
  return [
    `${' '.repeat(10)}${(peers[0] ?? '').padEnd(WIDTH + 2 - local.length)}${local}`,
    ...steps.map((step) =>
      step.kind === 'note'
        ? `${seconds(step.ms)}     * ${step.label}`
        : `${seconds(step.ms)} ${arrow(step.direction, step.label)}${peers.length > 1 ? `  ${step.peer}` : ''}`,
    ),
    ...(trace.leftOut === 0 ? [] : [`${' '.repeat(10)}${trace.leftOut} messages in the middle were not kept`]),
  ];
};
