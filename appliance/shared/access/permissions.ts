/** Everything somebody may be allowed to do. A route names one of them; a token is given some of them. The list is closed. */
export const PERMISSIONS = [
  'calls.read',
  'recordings.listen',
  'jobs.read',
  'jobs.change',
  'schedule.read',
  'schedule.change',
  'customers.read',
  'customers.change',
  'customers.merge',
  'customers.erase',
  'secrets.reveal',
  'shop.read',
  'shop.change',
  'lines.read',
  'lines.change',
  'alerts.read',
  'alerts.take',
  'calls.make',
  'costs.read',
  'surveys.read',
  'outbox.read',
  'search',
  'import',
  'export',
  'users.manage',
  'tokens.manage',
  'devices.manage',
  'audit.read',
  'backup',
  'health.read',
  'traces.read',
  'traces.read_unmasked',
  'approvals.read',
  'approvals.decide',
  'work.own',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const isPermission = (name: string): name is Permission => (PERMISSIONS as readonly string[]).includes(name);

/** What a person is to a business. */
export const ROLES = ['owner', 'dispatcher', 'technician', 'bookkeeper', 'installer', 'read-only'] as const;

export type Role = (typeof ROLES)[number];

const DISPATCHER: readonly Permission[] = [
  'calls.read',
  'recordings.listen',
  'jobs.read',
  'jobs.change',
  'schedule.read',
  'schedule.change',
  'customers.read',
  'customers.change',
  'customers.merge',
  'secrets.reveal',
  'shop.read',
  'lines.read',
  'lines.change',
  'alerts.read',
  'alerts.take',
  'calls.make',
  'surveys.read',
  'outbox.read',
  'search',
  'import',
  'health.read',
  'traces.read',
  'approvals.read',
  'approvals.decide',
  'work.own',
];

/**
 * What each role may do. The owner may do everything; an installer sees lines, health and what the lines did, and no customers;
 * a technician sees today's and tomorrow's own work (`work.own`) and takes alerts, not the customer base.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  dispatcher: new Set(DISPATCHER),
  technician: new Set<Permission>(['alerts.read', 'alerts.take', 'work.own']),
  bookkeeper: new Set<Permission>([
    'jobs.read',
    'customers.read',
    'shop.read',
    'costs.read',
    'surveys.read',
    'search',
    'export',
    'approvals.read',
  ]),
  installer: new Set<Permission>(['health.read', 'lines.read', 'lines.change', 'traces.read']),
  'read-only': new Set<Permission>([
    'calls.read',
    'jobs.read',
    'schedule.read',
    'customers.read',
    'shop.read',
    'lines.read',
    'alerts.read',
    'costs.read',
    'surveys.read',
    'outbox.read',
    'search',
    'health.read',
    'approvals.read',
  ]),
};

/** What a person may do only shortly after giving password or code; a device never, and a token only what `TOKEN_NEVER` leaves. */
export const STEP_UP: ReadonlySet<Permission> = new Set<Permission>([
  'users.manage',
  'tokens.manage',
  'devices.manage',
  'export',
  'customers.erase',
  'backup',
]);

/** How long giving password or code counts, ms. */
export const PROOF_MS = 600_000;

/** No program makes users, tokens or devices: one that leaked must not live on in others. */
export const TOKEN_NEVER: ReadonlySet<Permission> = new Set<Permission>([
  'users.manage',
  'tokens.manage',
  'devices.manage',
]);
