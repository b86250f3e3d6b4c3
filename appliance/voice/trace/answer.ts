import type { TraceAnswer, TraceAsk } from '#shared/link/messages.ts';
import type { Traces } from './traces.ts';

/** What core is told of the lines. */
export const answerTraceAsk = (traces: Traces, ask: TraceAsk): TraceAnswer =>
  ask.kind === 'traces'
    ? { kind: 'traces', overview: traces.overview() }
    : { kind: 'trace', trace: traces.record(ask.id, ask.unmasked, ask.packets) };
