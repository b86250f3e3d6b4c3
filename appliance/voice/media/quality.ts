import type { LineQuality } from '#shared/api/trace.ts';
import { holdFor } from './jitter-buffer.ts';
import type { LegStats, SrtpStats } from './messages.ts';

/** Default of ITU-T G.107 with every other parameter at its default. */
const BASE_R = 93.2;
/** ITU-T G.113 appendix I, G.711 with packet loss concealment, losses at random. */
const LOSS_ROBUSTNESS = 25.1;
/** The rating at which every packet lost would end. */
const WORST_IMPAIRMENT = 95;

/**
 * Mean opinion score of listening to G.711, by a simplified E-model (ITU-T G.107): R = Ro - Is (both default: 93.2) - Id - Ie,eff.
 * Id is the delay's share as Cole and Rosenbluth fitted it (ACM SIGCOMM CCR 31/2, 2001); Ie,eff (section 7.4) has Ie 0 and BurstR 1.
 * Echo, noise, the advantage factor and bursts are not looked at. R becomes MOS by annex B.
 * @param lossPercent of packets not heard, 0..100
 * @param delayMs one way, mouth to ear
 */
export const estimateMos = (lossPercent: number, delayMs: number): number => {
  const delay = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const loss = (WORST_IMPAIRMENT * lossPercent) / (lossPercent + LOSS_ROBUSTNESS);
  const r = Math.max(0, Math.min(100, BASE_R - delay - loss));
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
};

const sealed = ({ suite, unauthenticated, replayed }: SrtpStats): NonNullable<LineQuality['srtp']> => ({
  suite,
  unauthenticatedPackets: unauthenticated,
  replayedPackets: replayed,
});

const rounded = (value: number, places = 1): number => Math.round(value * 10 ** places) / 10 ** places;
const percent = (part: number): number => rounded(Math.max(0, Math.min(1, part)) * 100, 2);

/** What a leg's counts say about the line. The way through the network counts in the delay only where RTCP measured it. */
export const lineQuality = (stats: LegStats): LineQuality => {
  const { received, duplicates, jitterMs, roundTripMs, peerLoss } = stats;
  const lost = Math.max(0, stats.lost + duplicates);
  const expected = received - duplicates + lost;
  const lossPercent = expected === 0 ? 0 : percent(Math.max(lost, stats.givenUp) / expected);
  const delayMs = (roundTripMs ?? 0) / 2 + stats.ptime + holdFor(jitterMs);
  return {
    codec: stats.codec,
    receivedPackets: received,
    lostPackets: lost,
    latePackets: stats.late,
    reorderedPackets: stats.reordered,
    duplicatePackets: duplicates,
    lossPercent,
    jitterMs: rounded(jitterMs),
    maxJitterMs: rounded(stats.maxJitterMs),
    sentPackets: stats.sentPackets,
    refusedPackets: stats.refusedPackets,
    roundTripMs: roundTripMs === null ? null : rounded(roundTripMs),
    peerLossPercent: peerLoss === null ? null : percent(peerLoss),
    sourceMoves: stats.sourceMoves,
    mos: received === 0 ? null : rounded(estimateMos(lossPercent, delayMs), 2),
    ...(stats.srtp === null ? {} : { srtp: sealed(stats.srtp) }),
  };
};
