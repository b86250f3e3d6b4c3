import type { CallRecord } from '#shared/api/records.ts';
import type { TransferAttempt } from '#shared/api/transfer.ts';

const WHAT: Readonly<Record<TransferAttempt['outcome'], string>> = {
  taken: 'took the call',
  referred: 'was rung by the line, which took the caller there',
  busy: 'was busy',
  no_answer: 'did not answer',
  declined: 'declined',
  not_taken: 'answered, and did not say that they take it',
  voicemail: 'did not answer: a voicemail did, and was told nothing',
  refused: 'could not be rung: the line refused',
  failed: 'could not be rung',
  caller_left: 'was being rung when the caller hung up',
};

/** Who was rung for a caller who asked for a person, and what came of it. */
export const HandedOver = ({ transfer }: Pick<CallRecord, 'transfer'>) => {
  if (transfer === null) return null;
  return (
    <>
      <h3>Handed to a person</h3>
      {transfer.attempts.length === 0 && <p>Nobody was rung.</p>}
      <ol className="handed-over">
        {transfer.attempts.map(({ to, outcome, ms, status }, i) => (
          <li key={i}>
            <strong>{to}</strong> {WHAT[outcome]} ({Math.round(ms / 1000)} s
            {outcome === 'refused' || outcome === 'failed' ? `, ${status === 0 ? 'no line' : `SIP ${status}`}` : ''}).
          </li>
        ))}
      </ol>
    </>
  );
};
