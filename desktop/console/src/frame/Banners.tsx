import type { ConnectionState } from '../feed/connection.ts';
import { Icon } from './Icon.tsx';

/** Says that what stands on the page may be old, and what is done about it. */
export const OfflineBanner = ({
  connection,
  known,
  retry,
}: {
  readonly connection: ConnectionState;
  /** True when the page has been live before. */
  readonly known: boolean;
  readonly retry: () => void;
}) => {
  if (connection.kind === 'live' || (connection.kind === 'connecting' && !known)) return null;
  return (
    <div className="banner banner-offline" role="alert">
      <Icon name="off" />
      <p>
        <strong>No connection to the box.</strong> {known ? 'What you see may be out of date.' : ''}{' '}
        {connection.kind === 'connecting' ? 'Trying now …' : 'Trying again shortly.'}
      </p>
      <button type="button" onClick={retry} disabled={connection.kind === 'connecting'}>
        Try now
      </button>
    </div>
  );
};

/** Honesty about what hears: nobody may take the bench recognizer for one that understands people. */
export const BenchBanner = () => (
  <div className="banner banner-bench" role="note">
    <Icon name="alert" />
    <p>This box runs the bench recognizer: it understands synthesized test voices only.</p>
  </div>
);
