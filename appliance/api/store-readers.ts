import type { BusinessStore } from '#store/store.ts';
import type { Readers } from './readers.ts';

/** The API's readers over one business's store. */
export const storeReaders = (store: BusinessStore): Readers => ({
  listCalls: (page) => store.calls.list(page),
  getCall: (id) => store.calls.one(id),
  listJobs: (page) => store.jobs.list(page),
  getJob: (id) => store.jobs.one(id),
  listOutbox: (page) => store.outbox.list(page),
  recordingPath: (callId) => store.calls.recordingPath(callId),
});
