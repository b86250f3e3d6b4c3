import { Type } from 'typebox';
import { defineRoute } from '../define-route.ts';
import { TraceOverview, TraceRecord } from '../trace.ts';

export const listTraces = defineRoute({
  id: 'listTraces',
  method: 'GET',
  path: '/traces',
  summary: 'What the lines did lately: calls, refused calls, other requests, and who was not answered',
  permission: 'traces.read',
  replies: { 200: TraceOverview },
  fails: { 'api.voice_away': 503 },
});

export const getTrace = defineRoute({
  id: 'getTrace',
  method: 'GET',
  path: '/traces/:id',
  summary: 'The SIP messages of one call, what happened to its sound, and how good its line was',
  permission: 'traces.read',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 256, description: 'of a call, or a Call-ID' }) }),
  query: Type.Object(
    {
      packets: Type.Boolean({ default: false, description: 'the headers of its latest RTP packets too' }),
      unmasked: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'who asks for numbers and names; it takes traces.read_unmasked, and is written down',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  replies: { 200: TraceRecord },
  fails: { 'api.trace_unknown': 404, 'api.unmasked_refused': 403, 'api.voice_away': 503 },
});
