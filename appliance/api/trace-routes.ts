import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ApiFailure } from '#shared/api/failure.ts';
import { TraceOverview, TraceRecord } from '#shared/api/trace.ts';
import { PilotError } from '#shared/errors.ts';
import type { TypeBoxProvider } from './type-provider.ts';

/** What the lines did, as voice keeps it. Both throw PilotError `api.voice_away`. */
export interface TraceSource {
  overview(): Promise<TraceOverview>;
  /**
   * @param unmasked names the person who asked for numbers and names, null when they are to be masked
   * @param packets the headers of RTP packets too
   * @returns null when nothing is kept of it
   */
  one(id: string, unmasked: string | null, packets: boolean): Promise<TraceRecord | null>;
}

const traceUnknown = (): PilotError =>
  new PilotError('api.trace_unknown', 'Nothing is kept of this call.', {
    fix: 'The latest calls are kept, and those that ended badly: pilot trace --list.',
  });

const notHere = (): PilotError =>
  new PilotError('api.unmasked_refused', 'Numbers and names are shown on the box itself only.', {
    fix: 'Run pilot trace CALL --unmasked there, as the user the box runs as.',
  });

/** Traces of calls, and of what never became one. */
export const traceRoutes =
  (traces: TraceSource, isLocal: (request: IncomingMessage) => boolean): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/traces',
      {
        schema: {
          operationId: 'listTraces',
          summary: 'What the lines did lately: calls, refused calls, other requests, and who was not answered',
          response: { 200: TraceOverview, 503: ApiFailure },
        },
      },
      async () => traces.overview(),
    );

    app.get(
      '/traces/:id',
      {
        schema: {
          operationId: 'getTrace',
          summary: 'The SIP messages of one call, what happened to its sound, and how good its line was',
          params: Type.Object({
            id: Type.String({ minLength: 1, maxLength: 256, description: 'of a call, or a Call-ID' }),
          }),
          querystring: Type.Object({
            packets: Type.Boolean({ default: false, description: 'the headers of its latest RTP packets too' }),
            unmasked: Type.Optional(
              Type.String({
                minLength: 1,
                maxLength: 64,
                description: 'who asks for numbers and names; on the box itself only',
              }),
            ),
          }),
          response: { 200: TraceRecord, 403: ApiFailure, 404: ApiFailure, 503: ApiFailure },
        },
      },
      async (request) => {
        const unmasked = request.query.unmasked ?? null;
        if (unmasked !== null && !isLocal(request.raw)) throw notHere();
        const trace = await traces.one(request.params.id, unmasked, request.query.packets);
        if (trace === null) throw traceUnknown();
        return trace;
      },
    );
  };
