import { defineRoute, fileOf } from '../define-route.ts';
import { PageRequest, pageOf, RecordRequest } from '../page.ts';
import { CallRecord, CallSummary, JobRecord, OutboxRecord } from '../records.ts';
import { ById } from './ids.ts';

export const listCalls = defineRoute({
  id: 'listCalls',
  method: 'GET',
  path: '/calls',
  summary: 'Calls, newest first',
  permission: 'calls.read',
  query: PageRequest,
  replies: { 200: pageOf(CallSummary) },
});

export const getCall = defineRoute({
  id: 'getCall',
  method: 'GET',
  path: '/calls/:id',
  summary: 'One call: transcript, facts, job, tasks and timings',
  permission: 'calls.read',
  params: ById,
  query: RecordRequest,
  replies: { 200: CallRecord },
  fails: { 'api.call_unknown': 404 },
});

export const getRecording = defineRoute({
  id: 'getRecording',
  method: 'GET',
  path: '/calls/:id/recording',
  summary: 'The recording, both channels, as WAV; takes Range',
  permission: 'recordings.listen',
  params: ById,
  replies: { 200: fileOf('audio/wav'), 206: fileOf('audio/wav') },
  fails: { 'api.recording_none': 404, 'api.recording_missing': 410, 'api.range': 416 },
});

export const listJobs = defineRoute({
  id: 'listJobs',
  method: 'GET',
  path: '/jobs',
  summary: 'Jobs, newest booked first',
  permission: 'jobs.read',
  query: PageRequest,
  replies: { 200: pageOf(JobRecord) },
});

export const getJob = defineRoute({
  id: 'getJob',
  method: 'GET',
  path: '/jobs/:id',
  summary: 'One job',
  permission: 'jobs.read',
  params: ById,
  query: RecordRequest,
  replies: { 200: JobRecord },
  fails: { 'api.job_unknown': 404 },
});

export const listOutbox = defineRoute({
  id: 'listOutbox',
  method: 'GET',
  path: '/outbox',
  summary: 'What was promised to the office and to callers, newest first, and what came of it',
  permission: 'outbox.read',
  query: PageRequest,
  replies: { 200: pageOf(OutboxRecord) },
});
