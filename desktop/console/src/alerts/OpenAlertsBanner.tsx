import type { AlertRecord } from '#shared/api/alerts.ts';
import { Icon } from '../frame/Icon.tsx';
import { ALERTS_LINK } from '../frame/route.ts';
import { titleOf } from './words.ts';

/** Says on every page that an emergency waits for somebody. */
export const OpenAlertsBanner = ({ open }: { readonly open: readonly AlertRecord[] }) => {
  const [first] = open;
  if (!first) return null;
  return (
    <div className="banner banner-alert" role="alert">
      <Icon name="alert" />
      <p>
        <strong>
          {open.length === 1
            ? `Nobody has taken an emergency: ${titleOf(first)}.`
            : `Nobody has taken ${open.length} emergencies.`}
        </strong>{' '}
        <a href={ALERTS_LINK}>See who was told</a>
      </p>
    </div>
  );
};
