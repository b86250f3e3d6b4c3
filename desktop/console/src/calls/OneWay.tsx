import type { CallRecord } from '#shared/api/records.ts';
import { formatElapsed } from '../format/instants.ts';

const WHAT = {
  no_packets: 'No sound arrived from the caller’s side',
  digital_silence: 'What arrived from the caller’s side held no sound at all',
} as const;

/** Says that the caller could not be heard, and what to look at. */
export const OneWay = ({ oneWay }: Pick<CallRecord, 'oneWay'>) => {
  if (oneWay === null) return null;
  const { cause, afterMs, restoredMs } = oneWay;
  return (
    <p className="failure">
      {WHAT[cause]} for the first {formatElapsed(restoredMs ?? afterMs)}
      {restoredMs === null ? ' and longer' : '; then it came'}. If this happens on other calls, let the phone company’s
      sound in through the router: UDP, the ports of media.ports.
    </p>
  );
};
