import type { TraceRecord } from '#shared/api/trace.ts';

/** Packets not heard from here on are a line that people complain about, percent. */
const BAD_LOSS = 5;
/** Below it many users are dissatisfied (ITU-T G.107 annex B: R 70). */
const BAD_MOS = 3.6;
/** Fewer packets, about four seconds, say little about a line. */
const ENOUGH_PACKETS = 200;

/** Why a call that is over is worth keeping for who looks into it; null for one that went well. */
export const wentBadly = ({ end, notes, quality }: TraceRecord): string | null => {
  if (end?.startsWith('by an error') === true) return 'it ended by an error';
  if (notes.some(({ kind }) => kind === 'one-way')) return 'the caller could not be heard';
  if (notes.some(({ kind }) => kind === 'timeout')) return 'its sound stopped';
  if (quality === null || quality.receivedPackets < ENOUGH_PACKETS) return null;
  if (quality.lossPercent >= BAD_LOSS) return 'much of its sound was lost';
  return quality.mos !== null && quality.mos < BAD_MOS ? 'it sounded badly' : null;
};
