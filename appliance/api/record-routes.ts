import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { getCall, getJob, getRecording, listCalls, listJobs, listOutbox } from '#shared/api/routes/records.ts';
import { callUnknown, jobUnknown, recordingMissing, recordingNone } from './failures.ts';
import { mount } from './mount.ts';
import type { Readers } from './readers.ts';

/**
 * Calls, jobs and promises: lists newest first, one, and a call's recording.
 * @param of the readers of a business
 */
export const recordRoutes = (app: FastifyInstance, of: (businessId: string) => Readers): void => {
  mount(app, listCalls, ({ principal, query }) => of(principal.businessId).listCalls(query));
  mount(app, getCall, async ({ params, principal }) => {
    const call = await of(principal.businessId).getCall(params.id);
    if (call === null) throw callUnknown();
    return call;
  });
  mount(app, getRecording, async ({ params, principal, reply }) => {
    const path = await of(principal.businessId).recordingPath(params.id);
    if (path === null) throw recordingNone();
    await access(path).catch(() => {
      throw recordingMissing();
    });
    return reply.type('audio/wav').sendFile(basename(path), dirname(path), { cacheControl: false });
  });
  mount(app, listJobs, ({ principal, query }) => of(principal.businessId).listJobs(query));
  mount(app, getJob, async ({ params, principal }) => {
    const job = await of(principal.businessId).getJob(params.id);
    if (job === null) throw jobUnknown();
    return job;
  });
  mount(app, listOutbox, ({ principal, query }) => of(principal.businessId).listOutbox(query));
};
