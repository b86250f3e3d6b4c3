import { worthOf } from '#shared/api/ladder.ts';
import type { LineQuality, TraceOverview, TraceRecord, TraceSummary } from '#shared/api/trace.ts';
import { ladder } from './ladder.ts';

const instant = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 23);

const sealedLine = (srtp: NonNullable<LineQuality['srtp']>): string =>
  `  SRTP ${srtp.suite}; ${srtp.unauthenticatedPackets} packets not authentic, ${srtp.replayedPackets} replayed: dropped`;

const qualityLines = (quality: LineQuality): string[] => [
  `  codec ${quality.codec}, ${quality.receivedPackets} packets received, ${quality.sentPackets} sent`,
  `  lost ${quality.lostPackets}, too late ${quality.latePackets}, out of order ${quality.reorderedPackets}, doubled ${quality.duplicatePackets}, refused ${quality.refusedPackets}: ${quality.lossPercent} % not heard`,
  `  jitter ${quality.jitterMs} ms, at most ${quality.maxJitterMs} ms; source moved ${quality.sourceMoves} times`,
  quality.roundTripMs === null
    ? '  the far end sent no RTCP reports: what it hears is not known'
    : `  round trip ${quality.roundTripMs} ms; the far end lost ${quality.peerLossPercent ?? 0} %`,
  ...(quality.srtp ? [sealedLine(quality.srtp)] : []),
  ...(quality.mos === null ? [] : [`  MOS estimate ${quality.mos} (${worthOf(quality.mos)}), of what we hear`]),
];

/** One call, for a terminal. @param full with every message's text */
export const traceReport = (trace: TraceRecord, full: boolean): string[] => [
  `${trace.kind === 'call' ? 'Call' : trace.method} ${trace.id}`,
  `  from ${trace.from || 'withheld'} to ${trace.to || '-'} by ${trace.peer}, ${instant(trace.startedAt)} UTC`,
  `  ${trace.end === null ? (trace.status === 0 ? 'in progress' : `answered ${trace.status}`) : `ended ${trace.end}`}`,
  ...(trace.quality === null ? [] : qualityLines(trace.quality)),
  '',
  ...ladder(trace),
  ...(full ? trace.entries.flatMap((one) => ['', ...message(one)]) : []),
  ...(trace.masked ? ['', 'Numbers and names are masked; --unmasked shows them and is written down.'] : []),
];

const message = (one: TraceRecord['entries'][number]): string[] => [
  `--- ${instant(one.at)} ${one.direction === 'in' ? `from ${one.peer}` : `to ${one.peer}`} ${one.transport}`,
  ...one.text.trimEnd().split(/\r?\n/),
];

const row = (one: TraceSummary): string =>
  [
    instant(one.startedAt).slice(0, 19),
    (one.kind === 'call' ? 'call' : one.kind === 'refused' ? 'refused' : one.method.toLowerCase()).padEnd(9),
    (one.status === 0 ? '-' : String(one.status)).padEnd(3),
    (one.quality?.mos?.toFixed(1) ?? '-').padStart(4),
    (one.from || 'withheld').padEnd(14),
    one.id,
  ].join('  ');

/** What there is, newest first, and who was not answered. */
export const overviewReport = ({ traces, dropped, droppedElsewhere }: TraceOverview): string[] => [
  `${'began (UTC)'.padEnd(19)}  ${'what'.padEnd(9)}  ${'is'.padEnd(3)}  ${'MOS'.padStart(4)}  ${'from'.padEnd(14)}  id`,
  ...traces.map(row),
  ...(dropped.length === 0 ? [] : ['', 'Not answered:']),
  ...dropped.map(
    ({ address, foreign, malformed, firstAt, lastAt, last }) =>
      `  ${address.padEnd(15)}  ${foreign} from an address that may not speak to us, ${malformed} no SIP; ${instant(firstAt).slice(0, 19)} to ${instant(lastAt).slice(0, 19)}; last: ${JSON.stringify(last)}`,
  ),
  ...(droppedElsewhere === 0 ? [] : [`  ${droppedElsewhere} more from elsewhere`]),
];
