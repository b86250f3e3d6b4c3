import { openInvites } from './access/invite.ts';
import { openDevices } from './access/pairing.ts';
import { findPrincipal } from './access/principal.ts';
import { openSessions } from './access/session.ts';
import { openTokens } from './access/token.ts';
import { hasOwner, listUsers, userRow, userOf } from './access/users.ts';
import { auditHead, latestAudit } from './audit/read.ts';
import { verifyAudit } from './audit/verify.ts';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import { loadCheckpoint } from './calls/checkpoint.ts';
import { readEvents } from './calls/event-log.ts';
import { modelUse } from './calls/model-call.ts';
import { modelTrials, readModelTrials } from './calls/model-trial.ts';
import { listCalls, openCalls, readCall, recordingPath } from './calls/read.ts';
import { openAlerts, readAlerts } from './escalation/read.ts';
import { readCallCost, readPeriodCost } from './cost/read.ts';
import { listOutbox, outboxHealth } from './outbox/read.ts';
import { dueOutboundCall, listOutboundCalls, outboundUnderWay, readOutboundCall } from './outbound/read.ts';
import { importsUnderWay, listImports, requireImport } from './imports/batch.ts';
import { keptMapping } from './imports/keys.ts';
import { knownCustomer } from './imports/match-customer.ts';
import { doneLines, rejectedRows } from './imports/rows.ts';
import type { PageRequest } from './page.ts';
import type { Scope } from './scope.ts';
import { lineHistory, lineSettings, lineVersions } from './lines/read.ts';
import { readShopBook } from './shop/book.ts';
import { readShop } from './shop/business.ts';
import { readCalendar } from './shop/calendar.ts';
import { openDuplicates } from './customers/duplicates.ts';
import { customerHistory, listCustomers, readCustomer } from './customers/read.ts';
import { listMerges } from './customers/undo-merge.ts';
import { listCustomerNames, listCustomerStreets, newestCustomer } from './customers/names.ts';
import { listJobs, readJob } from './jobs/read-job.ts';
import { readTasks } from './jobs/read-task.ts';
import type { ImportKind } from '#shared/api/imports.ts';
import type { WindowQuery } from '#shared/api/windows.ts';
import type { CustomerRow } from '#shop/import/customer-row.ts';
import { listWindows } from './schedule/list-windows.ts';
import { readSurveys } from './surveys/read.ts';
import { listTechnicianNames } from './shop/technician-names.ts';
import { readTrips } from './travel/trips.ts';
import { revealAlarmCode, revealGateCode } from './jobs/visit.ts';

/** Every reader of one business, bound to it. */
export const readersOf = (scope: Scope) => ({
  access: {
    /** @param now epoch ms */
    principal: (token: string, now: number) => findPrincipal(scope, token, now),
    hasOwner: () => hasOwner(scope),
    users: () => listUsers(scope),
    async user(id: string) {
      const row = await userRow(scope, id);
      return row === null ? null : userOf(row);
    },
    sessions: (now: number, userId?: string) => openSessions(scope, now, userId),
    invites: (now: number) => openInvites(scope, now),
    tokens: (now: number) => openTokens(scope, now),
    devices: () => openDevices(scope),
  },
  audit: {
    /** Newest first. @param request.before only entries with a smaller number */
    latest: (request: { readonly limit: number; readonly before?: number | undefined }) => latestAudit(scope, request),
    head: () => auditHead(scope),
    /** Reads the whole log. @param key the box's public key @param heads kept elsewhere */
    verify: (key: string, heads: readonly AuditBlock[]) => verifyAudit(scope, key, heads),
  },
  calls: {
    list: (request: PageRequest) => listCalls(scope, request),
    one: (callId: string) => readCall(scope, callId),
    open: () => openCalls(scope),
    checkpoint: (callId: string) => loadCheckpoint(scope, callId),
    events: (callId: string) => readEvents(scope, callId),
    /** Which of two models it was given, for each task that was compared when it began. */
    modelTrials: (callId: string) => modelTrials(scope, callId),
    recordingPath: (callId: string) => recordingPath(scope, callId),
  },
  jobs: {
    list: (request: PageRequest) => listJobs(scope, request),
    one: (jobId: string) => readJob(scope, jobId),
    revealGateCode: (visitId: string) => revealGateCode(scope, visitId),
    revealAlarmCode: (visitId: string) => revealAlarmCode(scope, visitId),
  },
  tasks: { open: () => readTasks(scope, { status: 'open' }), ofCall: (callId: string) => readTasks(scope, { callId }) },
  alerts: {
    /** Open ones first, then the newest. */
    list: () => readAlerts(scope),
    one: async (id: string) => (await readAlerts(scope, id))[0] ?? null,
    /** How many nobody has acknowledged. */
    open: () => openAlerts(scope),
  },
  costs: {
    ofCall: (callId: string) => readCallCost(scope, callId),
    /** `day:2026-11-23`, `month:2026-11`. */
    ofPeriod: (period: string) => readPeriodCost(scope, period),
  },
  outbox: {
    list: (request: PageRequest) => listOutbox(scope, request),
    health: (now: number) => outboxHealth(scope, now),
  },
  lines: {
    settings: () => lineSettings(scope),
    versions: () => lineVersions(scope),
    /** Newest first; of all lines when none is named. */
    history: (request: PageRequest, line?: string) => lineHistory(scope, request, line),
  },
  outboundCalls: {
    list: (request: PageRequest) => listOutboundCalls(scope, request),
    one: (id: string) => readOutboundCall(scope, id),
    due: (now: number) => dueOutboundCall(scope, now),
    underWay: () => outboundUnderWay(scope),
  },
  /** What language models did since an instant, epoch ms. */
  modelUse: (since: number) => modelUse(scope, since),
  /** What came of the calls since then, epoch ms, that were given one of two models. It reads them all: not for core's own process. */
  modelTrials: (since: number) => readModelTrials(scope, since),
  shop: () => readShop(scope),
  /** Every row the shop goes by. */
  shopBook: () => readShopBook(scope),
  /** What a new customer would be offered at `now` (epoch ms), and why not the rest. @throws PilotError `shop.no_service` */
  windows: (query: WindowQuery, now: number) => listWindows(scope, query, now),
  imports: {
    /** Newest first. */
    list: (request: PageRequest) => listImports(scope, request),
    /** @throws PilotError `import.unknown` */
    one: (id: string) => requireImport(scope, id),
    underWay: () => importsUnderWay(scope),
    rejects: (id: string) => rejectedRows(scope, id),
    doneLines: (id: string) => doneLines(scope, id),
    keptMapping: (kind: ImportKind, header: readonly string[]) => keptMapping(scope, kind, header),
    knownCustomer: (source: string, row: CustomerRow) => knownCustomer(scope, source, row),
  },
  /** Hours and holidays. */
  calendar: () => readCalendar(scope),
  /** Drives that began since then, epoch ms. */
  trips: (since: number) => readTrips(scope, since),
  /** What customers said of visits, asked since an instant (epoch ms). */
  surveys: (since: number) => readSurveys(scope, since),
  customers: {
    /** Newest first; merged and erased ones are left out. */
    list: (request: PageRequest) => listCustomers(scope, request),
    /** Merged and erased ones too. @param now epoch ms: what is old by then */
    one: (id: string, now: number) => readCustomer(scope, id, now),
    /** Newest first, with those who were merged into them. */
    history: (id: string, request: PageRequest) => customerHistory(scope, id, request),
    /** Pairs that may be one, likeliest first. */
    duplicates: () => openDuplicates(scope),
    /** Merges that a customer won or lost, newest first. */
    merges: (id: string) => listMerges(scope, id),
  },
  customerNames: () => listCustomerNames(scope),
  technicianNames: () => listTechnicianNames(scope),
  customerStreets: () => listCustomerStreets(scope),
  newestCustomer: () => newestCustomer(scope),
});
export type Readers = ReturnType<typeof readersOf>;
