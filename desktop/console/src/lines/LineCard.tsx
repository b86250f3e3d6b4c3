import type { LineRecord } from '#shared/lines/change.ts';
import { formatMoment } from '../format/instants.ts';
import { formatPhone } from '../format/people.ts';
import { Badge } from '../frame/Badge.tsx';
import { LineHistory } from './LineHistory.tsx';
import { LineSettings } from './LineSettings.tsx';
import { ModeForm } from './ModeForm.tsx';
import type { Changed } from './Notice.tsx';
import { formatBy, formatSetting } from './words.ts';

/** One line: what happens to its next call first, for that is what people ask. */
export const LineCard = ({
  line,
  now,
  zone,
  tell,
}: {
  readonly line: LineRecord;
  readonly now: number;
  readonly zone: string;
  readonly tell: (changed: Changed) => void;
}) => {
  const { setting, state, lastChange, callsNow } = line;
  const titleId = `line-${line.name}`;
  return (
    <article className="line" aria-labelledby={titleId}>
      <div className="line-head">
        <h3 id={titleId}>{line.name}</h3>
        <p className="badges">
          <Badge tone={setting.mode === 'off' ? 'bad' : setting.mode === 'always' ? 'good' : 'plain'}>
            {formatSetting(setting, now, zone)}
          </Badge>
          {callsNow > 0 && (
            <Badge tone="plain" icon="phone">
              {callsNow === 1 ? '1 call now' : `${callsNow} calls now`}
            </Badge>
          )}
        </p>
      </div>
      <p className="promise">{line.next}</p>
      <dl className="lines">
        <div>
          <dt className="quiet">Numbers</dt>
          <dd>{line.numbers.length === 0 ? 'Whatever no other line has' : line.numbers.map(formatPhone).join(', ')}</dd>
        </div>
        <div>
          <dt className="quiet">Fallback</dt>
          <dd>{setting.fallback === null ? 'None' : formatPhone(setting.fallback)}</dd>
        </div>
        {state !== null && (
          <div>
            <dt className="quiet">Trunk</dt>
            <dd>
              <Badge tone={state.ok ? 'good' : 'bad'} icon={state.ok ? 'check' : 'alert'}>
                {state.ok ? 'In order' : 'Not in order'}
              </Badge>{' '}
              {state.detail}
            </dd>
          </div>
        )}
        <div>
          <dt className="quiet">Shop</dt>
          <dd>{line.open ? 'Open now' : 'Closed now'}</dd>
        </div>
        {lastChange !== null && (
          <div>
            <dt className="quiet">Changed</dt>
            <dd>
              {formatMoment(lastChange.at, now, zone)} {formatBy(lastChange)}
              {lastChange.reason !== '' && `: ${lastChange.reason}`}
            </dd>
          </div>
        )}
      </dl>
      <ModeForm key={`${setting.mode}-${setting.until}`} line={line} tell={tell} />
      <LineSettings key={`${setting.fallback}-${setting.overflowSeconds}`} line={line} tell={tell} />
      <LineHistory line={line} now={now} zone={zone} />
    </article>
  );
};
