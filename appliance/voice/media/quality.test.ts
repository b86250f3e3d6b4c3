import { describe, expect, it } from 'vitest';
import type { LegStats } from './messages.ts';
import { estimateMos, lineQuality } from './quality.ts';

const STATS: LegStats = {
  codec: 'PCMU',
  ptime: 20,
  received: 1000,
  lost: 0,
  highestSequence: 1000,
  jitterMs: 2,
  maxJitterMs: 5,
  reordered: 0,
  duplicates: 0,
  givenUp: 0,
  late: 0,
  concealedFrames: 0,
  droppedFrames: 0,
  sentPackets: 1000,
  skippedTicks: 0,
  sendErrors: 0,
  refusedPackets: 0,
  roundTripMs: null,
  peerLoss: null,
  sourceMoves: 0,
  srtp: null,
  sendingTo: '',
};

describe('the simplified E-model (ITU-T G.107)', () => {
  it('a perfect line has the model’s default rating of 93.2, a MOS of 4.41', () =>
    expect(estimateMos(0, 0)).toBeCloseTo(4.41, 2));
  it('a delay of 150 ms costs little, one past 177 ms much more', () => {
    expect(estimateMos(0, 150)).toBeCloseTo(4.35, 1);
    expect(estimateMos(0, 400)).toBeLessThan(3.6);
  });
  it('loss costs as G.113 appendix I has it for G.711 with concealment: 2 % leaves R 86, 10 % R 66', () => {
    const ofR = (r: number): number => 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
    expect(estimateMos(2, 0)).toBeCloseTo(ofR(93.2 - (95 * 2) / 27.1), 5);
    expect(estimateMos(10, 0)).toBeCloseTo(ofR(93.2 - (95 * 10) / 35.1), 5);
  });
  it('stays between 1 and 4.5 whatever comes', () => {
    for (const loss of [0, 50, 100]) {
      for (const delay of [0, 1000, 100_000]) {
        expect(estimateMos(loss, delay)).toBeGreaterThanOrEqual(1);
        expect(estimateMos(loss, delay)).toBeLessThanOrEqual(4.5);
      }
    }
  });
});

describe('what a call’s counts say', () => {
  it('copies are not packets that came: they hide no loss', () =>
    expect(lineQuality({ ...STATS, received: 1010, duplicates: 20, lost: -10, givenUp: 10 })).toMatchObject({
      lostPackets: 10,
      duplicatePackets: 20,
      lossPercent: 1,
    }));
  it('what came too late was not heard either', () =>
    expect(lineQuality({ ...STATS, late: 30, givenUp: 30 })).toMatchObject({
      lostPackets: 0,
      latePackets: 30,
      lossPercent: 3,
    }));
  it('tells of SRTP and what it dropped; nothing of the kind in the clear', () => {
    const srtp = { suite: 'AES_CM_128_HMAC_SHA1_80', unauthenticated: 3, replayed: 2 } as const;
    expect(lineQuality({ ...STATS, srtp }).srtp).toEqual({
      suite: 'AES_CM_128_HMAC_SHA1_80',
      unauthenticatedPackets: 3,
      replayedPackets: 2,
    });
    expect(lineQuality(STATS)).not.toHaveProperty('srtp');
  });
  it('says nothing of a line on which nothing came', () =>
    expect(lineQuality({ ...STATS, received: 0, lost: 0 })).toMatchObject({
      mos: null,
      lossPercent: 0,
      roundTripMs: null,
    }));
});
