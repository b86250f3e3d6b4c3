import { useRef } from 'react';
import type { CallRecord, UtteranceRecord } from '#shared/api/records.ts';
import { getCall } from '#shared/api/routes/records.ts';
import { formatElapsed, formatMoment } from '../format/instants.ts';
import { formatCode, formatPhone, otherEnd } from '../format/people.ts';
import { Badge, UrgencyBadge } from '../frame/Badge.tsx';
import { Drawer } from '../frame/Drawer.tsx';
import { jobLink } from '../frame/route.ts';
import { useRecord } from '../records/use-record.ts';
import { Cost } from './Cost.tsx';
import { Facts } from './Facts.tsx';
import { Identity } from './Identity.tsx';
import { HandedOver } from './HandedOver.tsx';
import { Line } from './Line.tsx';
import { OneWay } from './OneWay.tsx';
import { outcomeText, tone } from './PastCalls.tsx';
import { Qualification } from './Qualification.tsx';
import { Recording, type Player } from './Recording.tsx';
import { Waterfall } from './Waterfall.tsx';

/** One call as it is on record. */
export const CallDetails = (props: {
  readonly id: string;
  readonly atMs: number | null;
  readonly revision: number;
  readonly now: number;
  readonly zone: string;
}) => {
  const loaded = useRecord(getCall, { params: { id: props.id } }, props.revision);
  const title = loaded.kind === 'loaded' ? otherEnd(loaded.body) : 'Call';
  return (
    <Drawer kind="Call" title={title}>
      {loaded.kind === 'loading' && <p className="quiet">Loading …</p>}
      {loaded.kind === 'failed' && (
        <p className="failure">
          {loaded.failure.message} {loaded.failure.fix}
        </p>
      )}
      {loaded.kind === 'loaded' && <Call {...props} call={loaded.body} />}
    </Drawer>
  );
};

const Call = ({
  call,
  revision,
  atMs,
  now,
  zone,
}: {
  readonly call: CallRecord;
  readonly revision: number;
  readonly atMs: number | null;
  readonly now: number;
  readonly zone: string;
}) => {
  const player = useRef<Player>(null);
  return (
    <>
      <p className="badges">
        <Badge tone={tone(call.outcome)}>{call.status === 'live' ? 'On the phone' : outcomeText(call)}</Badge>
        <UrgencyBadge urgency={call.urgency} />
        {call.bench && <Badge tone="warn">Bench recognizer</Badge>}
      </p>
      <p>
        {formatMoment(call.startedAt, now, zone)}
        {call.endedAt !== null && `, ${formatElapsed(call.endedAt - call.startedAt)} long`}
        {call.endedBy !== null && `, ended by ${ENDED_BY[call.endedBy]}`}
        {call.job !== null && (
          <>
            {'. '}
            <a href={jobLink(call.job.id)}>Job {call.job.number}</a>
          </>
        )}
      </p>
      <Identity identity={call.identity} />
      {call.tasks.map((task) => (
        <div key={task.id} className="task">
          <strong>{formatCode(task.kind)}</strong> <Badge tone="plain">{formatCode(task.status)}</Badge>
          <p>{task.text === '' ? task.reason : task.text}</p>
          {task.phone !== null && <p>{formatPhone(task.phone)}</p>}
        </div>
      ))}
      <HandedOver transfer={call.transfer} />
      <h3>Recording</h3>
      <OneWay oneWay={call.oneWay} />
      <Recording call={call} atMs={atMs} player={player} />
      <h3>What was said</h3>
      <ol className="record">
        {call.transcript.map((said) => (
          <li key={said.id} className={`said said-${said.speaker}`}>
            <p className="who">
              {said.speaker === 'us' ? 'Pilotlight' : 'Caller'} <Place said={said} call={call} player={player} />
              {said.degraded && <Badge tone="warn">Heard by a fallback</Badge>}
            </p>
            <p className="words">{said.heardText ?? said.text}</p>
            {said.heardText !== null && said.heardText !== said.text && (
              <p className="cut">Cut short; meant: {said.text}</p>
            )}
          </li>
        ))}
      </ol>
      <h3>Collected</h3>
      <Facts slots={call.slots} now={now} zone={zone} />
      <Cost cost={call.cost} />
      <Qualification qualification={call.qualification} />
      <h3>How fast we answered</h3>
      <Waterfall timings={call.timings} />
      <h3>The line</h3>
      <Line call={call} revision={revision} />
      <p className="quiet">
        Line {call.line}, heard by {call.engines.stt}, spoken by {call.engines.tts}.
      </p>
    </>
  );
};

const ENDED_BY = { caller: 'the caller', us: 'us', lost: 'a lost line' } as const;

/** Where in the call it was said; a button that plays it where there is a recording. */
const Place = ({
  said,
  call,
  player,
}: {
  readonly said: UtteranceRecord;
  readonly call: CallRecord;
  readonly player: React.RefObject<Player | null>;
}) => {
  const { startMs } = said;
  if (startMs === null) return null;
  if (!call.hasRecording) return <span className="at">{formatElapsed(startMs)}</span>;
  return (
    <button type="button" className="at" onClick={() => player.current?.playFrom(startMs)}>
      <span className="hidden">Play from </span>
      {formatElapsed(startMs)}
    </button>
  );
};
