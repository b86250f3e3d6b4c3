import { useState } from 'react';
import type { LiveCall } from '#shared/api/feed.ts';
import { formatElapsed } from '../format/instants.ts';
import { formatCode, formatPhone } from '../format/people.ts';
import { Badge, UrgencyBadge } from '../frame/Badge.tsx';
import { Icon } from '../frame/Icon.tsx';
import { callLink } from '../frame/route.ts';
import { Facts } from './Facts.tsx';
import { Transcript } from './Transcript.tsx';

/** Calls in progress and the ones that just ended: a strip to choose from, and the chosen one as it is spoken. */
export const LiveCalls = ({
  calls,
  now,
  zone,
  ring,
}: {
  readonly calls: readonly LiveCall[];
  readonly now: number;
  readonly zone: string;
  readonly ring: string;
}) => {
  const [followed, follow] = useState<Followed>({ id: null, picked: false });
  const shown = followedCall(calls, followed);
  // What is being read must not be swapped for a newer call: whatever is shown is followed from then on.
  if (shown !== undefined && shown.id !== followed.id) follow({ id: shown.id, picked: false });
  if (shown === undefined) return <NoCalls ring={ring} />;
  return (
    <>
      <ul className="strip" aria-label="Calls to follow">
        {calls.map((call) => (
          <li key={call.id}>
            <button type="button" aria-pressed={call === shown} onClick={() => follow({ id: call.id, picked: true })}>
              <CallState call={call} />
              <span className="number">{formatPhone(call.from)}</span>
              <span className="elapsed">{formatElapsed((call.ended?.at ?? now) - call.startedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
      <article className="live-call" aria-label={`Call from ${formatPhone(shown.from)}`} data-call={shown.id}>
        <div className="live-head">
          <h3>{formatPhone(shown.from)}</h3>
          <UrgencyBadge urgency={shown.urgency} />
          {shown.phase !== '' && <Badge tone="plain">{formatCode(shown.phase)}</Badge>}
          <a className="more" href={callLink(shown.id)}>
            Details
          </a>
        </div>
        <div className="live-body">
          <Transcript
            key={shown.id}
            utterances={shown.utterances}
            label={`What is said on the call from ${formatPhone(shown.from)}`}
          />
          <div className="collected">
            <h4>Collected</h4>
            <Facts slots={shown.slots} now={now} zone={zone} />
          </div>
        </div>
      </article>
    </>
  );
};

/** The call on show, and whether a person chose it. */
interface Followed {
  readonly id: string | null;
  readonly picked: boolean;
}

/** The followed call while it lasts or was chosen; else the newest live one; else the one that ended last. */
const followedCall = (calls: readonly LiveCall[], followed: Followed): LiveCall | undefined => {
  const known = calls.find((call) => call.id === followed.id);
  if (known !== undefined && (followed.picked || known.ended === null)) return known;
  return calls.find((call) => call.ended === null) ?? known ?? calls[0];
};

const CallState = ({ call }: { readonly call: LiveCall }) =>
  call.ended === null ? (
    <span className="call-state live">
      <span className="dot" aria-hidden="true" />
      On the phone
    </span>
  ) : (
    <span className="call-state over">{call.ended.outcome === null ? 'Ended' : formatCode(call.ended.outcome)}</span>
  );

const NoCalls = ({ ring }: { readonly ring: string }) => (
  <div className="empty">
    <Icon name="phone" />
    <p className="title">No one is on the phone</p>
    <p>
      {ring === '' ? (
        'Set up a line, and calls appear here as they are spoken.'
      ) : (
        <>
          Ring <strong>{ring}</strong> and follow the call here as it is spoken.
        </>
      )}
    </p>
  </div>
);
