import type { OutboundCallRecord } from '#shared/api/outbound.ts';
import { listOutboundCalls } from '#shared/api/routes/outbound.ts';
import { formatMoment } from '../format/instants.ts';
import { formatCode, formatPhone } from '../format/people.ts';
import { Badge } from '../frame/Badge.tsx';
import { callLink } from '../frame/route.ts';
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

const OUTCOME: Readonly<Record<string, string>> = {
  answered: 'Talked to',
  voicemail: 'Voicemail: asked to call us',
  wrong_person: 'Wrong person',
  not_in: 'Not in',
  not_reached: 'Said nothing',
  opted_out: 'Wants no calls',
  abandoned: 'Hung up',
  cut_off: 'The line broke',
  busy: 'Busy',
  no_answer: 'Did not answer',
  refused: 'Call refused',
  failed: 'Could not be called',
  lost: 'Cut off by us',
};

const GOOD: ReadonlySet<string> = new Set(['confirmed', 'moved', 'booked', 'answered', 'transferred']);

const stands = ({ outcome, status }: OutboundCallRecord): string =>
  outcome === null ? STATUS[status] : (OUTCOME[outcome] ?? formatCode(outcome));

const tone = ({ outcome }: OutboundCallRecord): 'good' | 'warn' | 'plain' =>
  outcome === null ? 'plain' : GOOD.has(outcome) ? 'good' : 'warn';

const MATTER: Readonly<Record<OutboundCallRecord['purpose'], string>> = {
  confirmation: 'To confirm the visit of',
  reminder: 'To remind of the visit of',
  call_back: 'To call back after a call that broke off',
  abandoned_booking: 'To go on with a booking that broke off',
  follow_up: 'To ask how the visit was of',
};

/** The call that came of it, or the one it is about. */
const talkOf = ({ attempts, earlierCall }: OutboundCallRecord): string | null => attempts.at(-1)?.call ?? earlierCall;

/** Calls that the box makes, newest first; nothing where there are none. */
export const MadeCalls = ({ now, zone }: { readonly now: number; readonly zone: string }) => {
  const list = useList(listOutboundCalls, {}, Math.floor(now / AGAIN_MS));
  if (!list.items?.length) return null;
  return (
    <section className="past" aria-labelledby="made-title">
      <h2 id="made-title">Calls we made</h2>
      <ul className="rows made">
        {list.items.map((call) => (
          <li key={call.id}>
            <span className="number">
              {talkOf(call) === null ? (
                formatPhone(call.to)
              ) : (
                <a href={callLink(talkOf(call) ?? '')}>{formatPhone(call.to)}</a>
              )}
            </span>
            <span className="outcome">
              <Badge tone={tone(call)}>{stands(call)}</Badge>
            </span>
            <span className="when">
              {call.status === 'waiting'
                ? `not before ${formatMoment(call.dueAt, now, zone)}`
                : formatMoment(call.attempts.at(-1)?.at ?? call.createdAt, now, zone)}
              {call.attempts.length > 1 && ` · rung ${call.attempts.length} times`}
            </span>
            <span className="matter">
              {MATTER[call.purpose]} {call.jobNumber}
            </span>
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
