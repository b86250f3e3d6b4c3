import type { CallIdentityRecord } from '#shared/api/identity.ts';
import { formatPhone } from '../format/people.ts';

/** Reasons of RFC 5806 in words; the SIP causes of RFC 7044 stand for the same. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['unconditional', 'all calls'],
  ['302', 'all calls'],
  ['time-of-day', 'by the hour'],
  ['no-answer', 'nobody answered'],
  ['408', 'nobody answered'],
  ['480', 'nobody answered'],
  ['user-busy', 'busy'],
  ['486', 'busy'],
  ['out-of-service', 'out of service'],
  ['503', 'out of service'],
]);

/** By which way a call came, as the network told it. */
export const Identity = ({ identity }: { readonly identity: CallIdentityRecord | null }) => {
  if (identity === null) return null;
  const { withheld, diverted, verstat, passports } = identity;
  return (
    <ul className="arrival">
      {withheld && <li>The caller asked not to be shown.</li>}
      {diverted.map(({ number, reason }, i) => (
        // Numbers may repeat; their order is what is told.
        <li key={`${i}-${number}`}>
          {i === 0 ? 'First called: ' : 'Then: '}
          {formatPhone(number)}
          {reason !== '' && ` (${REASONS.get(reason) ?? reason})`}
        </li>
      ))}
      {verstat !== null && <li>The carrier says of the number: {verstat}</li>}
      {passports.length > 0 && (
        <li>
          {passports.length === 1 ? 'Signed by' : `Signed ${passports.length} times by`} the network; kept with the
          call.
        </li>
      )}
    </ul>
  );
};
