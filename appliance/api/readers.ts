import type { CallRecord, CallSummary, JobRecord, OutboxRecord } from '#shared/api/records.ts';
import type { Page, PageRequest } from '#shared/api/page.ts';

/** What the API reads: one business's records. Every method is a point read or one page, short enough for core's event loop. */
export interface Readers {
  /** Newest first. */
  listCalls(page: PageRequest): Promise<Page<CallSummary>>;
  getCall(id: string): Promise<CallRecord | null>;
  /** Newest booked first. */
  listJobs(page: PageRequest): Promise<Page<JobRecord>>;
  getJob(id: string): Promise<JobRecord | null>;
  /** What was promised to the office and to callers, newest first. */
  listOutbox(page: PageRequest): Promise<Page<OutboxRecord>>;
  /** Absolute path of the call's WAV, both channels; null when the call was not recorded or is unknown. */
  recordingPath(callId: string): Promise<string | null>;
}
