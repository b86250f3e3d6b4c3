import { worthOf } from '#shared/api/ladder.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { getTrace } from '#shared/api/routes/traces.ts';
import { Badge } from '../frame/Badge.tsx';
import { useRecord } from '../records/use-record.ts';
import { Ladder } from './Ladder.tsx';

const TONES = { good: 'good', fair: 'warn', poor: 'bad' } as const;

/** How good the line was, and what happened on it. */
export const Line = ({ call, revision }: { readonly call: CallRecord; readonly revision: number }) => (
  <>
    <Quality quality={call.quality} />
    <Trace id={call.id} revision={revision} />
  </>
);

const Quality = ({ quality }: Pick<CallRecord, 'quality'>) => {
  if (quality === null) return <p className="quiet">The line of this call was not measured.</p>;
  const { codec, jitterMs, lossPercent, maxJitterMs, mos, peerLossPercent, receivedPackets, roundTripMs, srtp } =
    quality;
  if (mos === null) return <p className="quiet">No sound arrived from the caller’s side.</p>;
  const worth = worthOf(mos);
  return (
    <div className="quality">
      <p>
        <Badge tone={TONES[worth]}>{`A ${worth} line, MOS ${mos.toFixed(1)}`}</Badge>{' '}
        <span className="quiet">estimated from loss, jitter and delay of what we heard</span>
      </p>
      <p>
        {codec}, {receivedPackets} packets, {lossPercent} % not heard, jitter {jitterMs} ms (at most {maxJitterMs} ms)
        {roundTripMs !== null && `, round trip ${roundTripMs} ms`}
        {peerLossPercent !== null && peerLossPercent > 0 && `; the other side lost ${peerLossPercent} %`}
        {srtp && `; encrypted (${srtp.suite})`}.
      </p>
    </div>
  );
};

const Trace = ({ id, revision }: { readonly id: string; readonly revision: number }) => {
  const loaded = useRecord(getTrace, { params: { id } }, revision);
  if (loaded.kind === 'loading') return <p className="quiet">Loading …</p>;
  if (loaded.kind === 'failed') return <p className="quiet">{loaded.failure.message}</p>;
  return (
    <details className="trace">
      <summary>What was signalled</summary>
      <Ladder trace={loaded.body} />
    </details>
  );
};
