import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ApiFailure } from '#shared/api/failure.ts';
import { PageRequest } from '#shared/api/page.ts';
import { CallRecord, CallSummary, JobRecord, OutboxRecord, pageOf } from '#shared/api/records.ts';
import { callUnknown, jobUnknown, recordingMissing, recordingNone } from './failures.ts';
import type { Readers } from './readers.ts';
import type { TypeBoxProvider } from './type-provider.ts';

const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^/]+$' }) });

/** Calls, jobs and promises: lists newest first, one, and a call's recording. */
export const recordRoutes =
  (readers: Readers): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/calls',
      {
        schema: {
          operationId: 'listCalls',
          summary: 'Calls, newest first',
          querystring: PageRequest,
          response: { 200: pageOf(CallSummary), 400: ApiFailure },
        },
      },
      async (request) => copyPage(await readers.listCalls(request.query)),
    );

    app.get(
      '/calls/:id',
      {
        schema: {
          operationId: 'getCall',
          summary: 'One call: transcript, facts, job, tasks and timings',
          params: ById,
          response: { 200: CallRecord, 404: ApiFailure },
        },
      },
      async (request) => {
        const call = await readers.getCall(request.params.id);
        if (call === null) throw callUnknown();
        return call;
      },
    );

    app.get(
      '/calls/:id/recording',
      {
        schema: {
          operationId: 'getRecording',
          summary: 'The recording, both channels, as WAV; takes Range',
          params: ById,
          produces: ['audio/wav'],
          response: {
            200: { description: 'The whole file', content: { 'audio/wav': { schema: Type.Unknown() } } },
            206: { description: 'The range asked for', content: { 'audio/wav': { schema: Type.Unknown() } } },
            404: ApiFailure,
            410: ApiFailure,
            416: ApiFailure,
          },
        },
      },
      async (request, reply) => {
        const path = await readers.recordingPath(request.params.id);
        if (path === null) throw recordingNone();
        await access(path).catch(() => {
          throw recordingMissing();
        });
        return reply.type('audio/wav').sendFile(basename(path), dirname(path), { cacheControl: false });
      },
    );

    app.get(
      '/jobs',
      {
        schema: {
          operationId: 'listJobs',
          summary: 'Jobs, newest booked first',
          querystring: PageRequest,
          response: { 200: pageOf(JobRecord), 400: ApiFailure },
        },
      },
      async (request) => copyPage(await readers.listJobs(request.query)),
    );

    app.get(
      '/jobs/:id',
      {
        schema: {
          operationId: 'getJob',
          summary: 'One job',
          params: ById,
          response: { 200: JobRecord, 404: ApiFailure },
        },
      },
      async (request) => {
        const job = await readers.getJob(request.params.id);
        if (job === null) throw jobUnknown();
        return job;
      },
    );

    app.get(
      '/outbox',
      {
        schema: {
          operationId: 'listOutbox',
          summary: 'What was promised to the office and to callers, newest first, and what came of it',
          querystring: PageRequest,
          response: { 200: pageOf(OutboxRecord), 400: ApiFailure },
        },
      },
      async (request) => copyPage(await readers.listOutbox(request.query)),
    );
  };

const copyPage = <Item>(page: { readonly items: readonly Item[]; readonly next: string | null }) => ({
  items: [...page.items],
  next: page.next,
});
