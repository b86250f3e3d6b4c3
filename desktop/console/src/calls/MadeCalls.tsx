import type { OutboundCallRecord } from '#shared/api/outbound.ts';
import { formatMoment } from '../format/instants.ts';
import { formatPhone } from '../format/people.ts';
import { Badge } from '../frame/Badge.tsx';
import { useList } from '../records/use-list.ts';

/** How often the list is read again, ms. */
const AGAIN_MS = 15_000;

const STATUS: Readonly<Record<OutboundCallRecord['status'], string>> = {
  waiting: 'Waits',
  calling: 'Being called',
  ringing: 'Rings',
  talking: 'On the phone',
  done: 'Done',
  cancelled: 'Taken back',
};

const OUTCOME: Readonly<Record<NonNullable<OutboundCallRecord['outcome']>, string>> = {
  confirmed: 'Confirmed',
  declined: 'Asked for a call back',
  heard: 'Heard it, said nothing',
  voicemail: 'Voicemail: asked to call us',
  busy: 'Busy',
  no_answer: 'Did not answer',
  refused: 'Number refused',
  failed: 'Could not be called',
  lost: 'Cut off by us',
};

const tone = ({ outcome }: OutboundCallRecord): 'good' | 'warn' | 'plain' =>
  outcome === 'confirmed' ? 'good' : outcome === null ? 'plain' : 'warn';

/** Calls that the office had the box make, newest first; nothing where there are none. */
export const MadeCalls = ({ now, zone }: { readonly now: number; readonly zone: string }) => {
  const list = useList<OutboundCallRecord>('/api/v1/outbound-calls', Math.floor(now / AGAIN_MS));
  if (!list.items?.length) return null;
  return (
    <section className="past" aria-labelledby="made-title">
      <h2 id="made-title">Calls we made</h2>
      <ul className="rows made">
        {list.items.map((call) => (
          <li key={call.id}>
            <span className="number">{formatPhone(call.to)}</span>
            <span className="outcome">
              <Badge tone={tone(call)}>{call.outcome === null ? STATUS[call.status] : OUTCOME[call.outcome]}</Badge>
            </span>
            <span className="when">
              {call.status === 'waiting'
                ? `not before ${formatMoment(call.dueAt, now, zone)}`
                : formatMoment(call.attempts.at(-1)?.at ?? call.createdAt, now, zone)}
              {call.attempts.length > 1 && ` · rung ${call.attempts.length} times`}
            </span>
            <span className="matter">{call.text}</span>
          </li>
        ))}
      </ul>
      {list.more !== null && (
        <button type="button" className="older" onClick={list.more}>
          Show older calls
        </button>
      )}
    </section>
  );
};
