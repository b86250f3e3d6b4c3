import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { isPilotError, PilotError } from '#shared/errors.ts';
import type { ApiFailure } from '#shared/api/failure.ts';
import type { Log } from '#observe/log.ts';

/** HTTP status of each code this API gives out; any other error is our own fault and says no more than that. */
const STATUS: Readonly<Record<string, number>> = {
  'api.bad_request': 400,
  'api.foreign_origin': 403,
  'api.route_unknown': 404,
  'api.call_unknown': 404,
  'api.job_unknown': 404,
  'api.recording_none': 404,
  'api.trace_unknown': 404,
  'api.unmasked_refused': 403,
  'api.voice_away': 503,
  'api.recording_missing': 410,
  'api.host_unknown': 421,
  'api.feed_full': 503,
  'line.unknown': 404,
  'line.fallback': 400,
  'line.mode': 409,
  'line.changed_since': 409,
  'outbound.off': 409,
  'outbound.nobody': 404,
  'outbound.opted_out': 409,
  'outbound.not_asked': 409,
  'outbound.begun': 409,
  'outbound.unknown': 404,
  'alert.unknown': 404,
  'shop.no_service': 404,
  'visit.none': 404,
};

export const callUnknown = (): PilotError =>
  new PilotError('api.call_unknown', 'No call has this id.', { fix: 'Take the id from the list of calls.' });

export const jobUnknown = (): PilotError =>
  new PilotError('api.job_unknown', 'No job has this id.', { fix: 'Take the id from the list of jobs.' });

export const recordingNone = (): PilotError =>
  new PilotError('api.recording_none', 'This call was not recorded.', {
    fix: 'Recording begins after its notice was played; a call that ended before has none.',
  });

export const recordingMissing = (): PilotError =>
  new PilotError('api.recording_missing', 'The recording is no longer on the disk.', {
    fix: 'Restore it from a backup, or accept that it was deleted.',
  });

/** Gives every error the same JSON shape, and never a stack or a path. */
export const answerFailures = (app: FastifyInstance, log: Log): void => {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error.validation) {
      return answer(reply, 400, 'api.bad_request', `The request is not valid: ${error.message}.`, 'See openapi.json.');
    }
    const status = isPilotError(error) ? STATUS[error.code] : undefined;
    if (isPilotError(error) && status !== undefined) {
      return answer(reply, status, error.code, error.message, error.fix ?? null);
    }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return answer(reply, error.statusCode, 'api.bad_request', 'The request cannot be answered.', null);
    }
    log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return answer(reply, 500, 'api.internal', 'The box could not answer this request.', 'Look into the log of core.');
  });
  app.setNotFoundHandler(async (_request, reply) =>
    answer(reply, 404, 'api.route_unknown', 'There is nothing at this address.', 'See openapi.json for what there is.'),
  );
};

const answer = (reply: FastifyReply, status: number, code: string, message: string, fix: string | null) => {
  const body: ApiFailure = { code, message, fix };
  return reply.code(status).type('application/json; charset=utf-8').send(body);
};
