import type { Slots } from '#shared/api/feed.ts';
import { shownFacts } from '../format/facts.ts';
import { FactBadge } from '../frame/Badge.tsx';
import { Icon } from '../frame/Icon.tsx';

/** What we know from the caller, and how sure we are of it. */
export const Facts = ({ slots, now, zone }: { readonly slots: Slots; readonly now: number; readonly zone: string }) => {
  const facts = shownFacts(slots, now, zone);
  if (facts.length === 0) return <p className="quiet">Nothing collected yet.</p>;
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.slot} className={`fact fact-${fact.state}`}>
          <dt>{fact.label}</dt>
          <dd>
            <span className={fact.secret ? 'quiet' : 'value'}>
              {fact.secret && <Icon name="lock" />}
              {fact.text}
            </span>
            <FactBadge state={fact.state} />
          </dd>
        </div>
      ))}
    </dl>
  );
};
