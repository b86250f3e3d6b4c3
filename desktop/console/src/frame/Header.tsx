import type { HealthReport } from '#shared/api/health.ts';
import type { ConnectionState } from '../feed/connection.ts';
import { LogOut } from '../access/LogOut.tsx';
import { Icon } from './Icon.tsx';
import { ALERTS_LINK, BOARD_LINK, LINES_LINK, type Route } from './route.ts';

const CONNECTION = { live: 'Live', connecting: 'Connecting', offline: 'Offline' } as const;

/** Name of the shop, whether the page is live, and what of the box needs attention. */
export const Header = ({
  shop,
  connection,
  health,
  route,
  openAlerts,
  left,
}: {
  readonly shop: string;
  readonly connection: ConnectionState;
  readonly health: HealthReport | null;
  readonly route: Route;
  /** Emergencies that nobody has taken. */
  readonly openAlerts: number;
  /** Whoever was in has left. */
  readonly left: () => void;
}) => {
  const here = (...kinds: readonly Route['kind'][]): 'page' | undefined =>
    kinds.includes(route.kind) ? 'page' : undefined;
  const wrong = health?.checks.filter((check) => !check.ok) ?? [];
  return (
    <header className="header">
      <img className="mark" src="/flame.svg" alt="" width="32" height="32" />
      <div className="names">
        <h1>Pilotlight</h1>
        {shop !== '' && <p>{shop}</p>}
      </div>
      <nav className="places" aria-label="Pages">
        <a href={BOARD_LINK} aria-current={here('board', 'call', 'job')}>
          Board
        </a>
        <a href={LINES_LINK} aria-current={here('lines')}>
          Lines
        </a>
        <a href={ALERTS_LINK} aria-current={here('alerts')}>
          {openAlerts === 0 ? 'Alerts' : `Alerts (${openAlerts})`}
        </a>
      </nav>
      {wrong.length > 0 && (
        <details className="health">
          <summary>
            <Icon name="alert" />
            {wrong.length === 1 ? '1 thing needs attention' : `${wrong.length} things need attention`}
          </summary>
          <ul>
            {wrong.map((check) => (
              <li key={check.name}>
                <strong>{check.name}</strong> {check.detail} {check.fix !== null && <em>{check.fix}</em>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className={`pill pill-${connection.kind}`} role="status">
        <span className="dot" aria-hidden="true" />
        {CONNECTION[connection.kind]}
      </p>
      <LogOut left={left} />
    </header>
  );
};
