import type { PageRequest } from '#shared/api/page.ts';
import type { CallRecord, CallSummary, JobRecord, OutboxRecord } from '#shared/api/records.ts';
import type { Readers } from '#api/readers.ts';

/** Records held in memory behind the API's own interface, for tests that need the server and no database. */
export class MemoryReaders implements Readers {
  readonly calls: CallRecord[] = [];
  readonly jobs: JobRecord[] = [];
  readonly outbox: OutboxRecord[] = [];
  readonly recordings = new Map<string, string>();

  async listCalls(page: PageRequest) {
    return pageBy(this.calls, page, (call) => call.startedAt, summaryOf);
  }

  async getCall(id: string): Promise<CallRecord | null> {
    return this.calls.find((call) => call.id === id) ?? null;
  }

  async listJobs(page: PageRequest) {
    return pageBy(
      this.jobs,
      page,
      (job) => job.createdAt,
      (job) => job,
    );
  }

  async getJob(id: string): Promise<JobRecord | null> {
    return this.jobs.find((job) => job.id === id) ?? null;
  }

  async listOutbox(page: PageRequest) {
    return pageBy(
      this.outbox,
      page,
      (row) => row.createdAt,
      (row) => row,
    );
  }

  async recordingPath(callId: string): Promise<string | null> {
    return this.recordings.get(callId) ?? null;
  }
}

const pageBy = <Row extends { id: string }, Item>(
  rows: readonly Row[],
  page: PageRequest,
  at: (row: Row) => number,
  show: (row: Row) => Item,
): { items: Item[]; next: string | null } => {
  const sorted = rows.toSorted((a, b) => at(b) - at(a));
  const start = page.after === undefined ? 0 : sorted.findIndex((row) => row.id === page.after) + 1;
  const items = sorted.slice(start, start + page.limit);
  const more = start + items.length < sorted.length;
  return { items: items.map(show), next: more ? (items.at(-1)?.id ?? null) : null };
};

const summaryOf = (call: CallRecord): CallSummary => {
  const { id, line, direction, from, to, startedAt, endedAt, status, outcome, urgency, phase, bench } = call;
  const { jobNumber, hasRecording } = call;
  return {
    id,
    line,
    direction,
    from,
    to,
    startedAt,
    endedAt,
    status,
    outcome,
    urgency,
    phase,
    bench,
    jobNumber,
    hasRecording,
  };
};
