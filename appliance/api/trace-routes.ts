import type { FastifyInstance } from 'fastify';
import { getTrace, listTraces } from '#shared/api/routes/traces.ts';
import type { TraceOverview, TraceRecord } from '#shared/api/trace.ts';
import { PilotError } from '#shared/errors.ts';
import { mount } from './mount.ts';

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

const masked = (): PilotError =>
  new PilotError('api.unmasked_refused', 'Numbers and names are not shown to you.', {
    fix: 'Run pilot trace CALL --unmasked on the box itself, as the user it runs as.',
  });

/** Traces of calls, and of what never became one. */
export const traceRoutes = (app: FastifyInstance, traces: TraceSource): void => {
  mount(app, listTraces, () => traces.overview());
  mount(app, getTrace, async ({ params, principal, query }) => {
    const { packets, unmasked = null } = query;
    if (unmasked !== null && !principal.permissions.has('traces.read_unmasked')) throw masked();
    const trace = await traces.one(params.id, unmasked, packets);
    if (trace === null) throw traceUnknown();
    return trace;
  });
};
