import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ChangedSince } from '#shared/api/changed-since.ts';
import { GENERAL_FAILURES } from '#shared/api/failures.ts';
import { PROBLEM_TYPE, type Problem } from '#shared/api/problem.ts';
import { isPilotError, PilotError } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

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

/** What of an error its reader may know. */
type Told = Omit<Problem, 'type' | 'title'>;

/** The status of an error with a code: its route's own, or one that any route may give. */
const statusOf = (error: PilotError, request: FastifyRequest): number | undefined =>
  request.routeOptions.config.route?.fails?.[error.code] ?? GENERAL_FAILURES[error.code];

const SEE = 'See /api/v1/openapi.json for what there is.';

const toldOf = (error: FastifyError, request: FastifyRequest): Told | null => {
  if (error.validation)
    return { status: 400, code: 'api.bad_request', detail: `The request is not valid: ${error.message}.`, fix: SEE };
  if (isPilotError(error)) {
    const status = statusOf(error, request);
    if (status === undefined) return null;
    const changed = error instanceof ChangedSince ? { changed: error.changed } : {};
    return { status, code: error.code, detail: error.message, fix: error.fix ?? null, ...changed };
  }
  const { statusCode: status } = error;
  if (status === undefined || status < 400 || status > 499) return null;
  return {
    status,
    ...(BY_STATUS[status] ?? { code: 'api.bad_request', detail: 'The request cannot be answered.' }),
    fix: SEE,
  };
};

/** What the server itself refuses. */
const BY_STATUS: Readonly<Record<number, Pick<Told, 'code' | 'detail'>>> = {
  413: { code: 'api.too_large', detail: 'The request is larger than this route takes.' },
  415: { code: 'api.media_type', detail: 'The route takes no body of this media type.' },
  416: { code: 'api.range', detail: 'The file has no such range.' },
};

/** Gives every error the same form (RFC 9457), and never a stack or a path. */
export const answerFailures = (app: FastifyInstance, log: Log): void => {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const told = toldOf(error, request);
    if (told !== null) return answer(reply, told);
    log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return answer(reply, {
      status: 500,
      code: 'api.internal',
      detail: 'The box could not answer this request.',
      fix: 'Look into the log of core.',
    });
  });
  app.setNotFoundHandler(async (_request, reply) =>
    answer(reply, { status: 404, code: 'api.route_unknown', detail: 'There is nothing at this address.', fix: SEE }),
  );
};

/** Answers an address that no route could have, and says nothing of it back. */
export const answerBadAddress = (reply: FastifyReply): void => {
  void answer(reply, { status: 400, code: 'api.bad_request', detail: 'This is no address of this box.', fix: SEE });
};

const answer = (reply: FastifyReply, told: Told) => {
  const body: Problem = { type: 'about:blank', title: STATUS_CODES[told.status] ?? 'Error', ...told };
  // RFC 9110 section 11.6.1: a 401 names how to say who one is.
  if (told.status === 401) reply.header('www-authenticate', 'Bearer');
  if (told.status === 503) reply.header('retry-after', '2');
  return reply.code(told.status).type(`${PROBLEM_TYPE}; charset=utf-8`).serializer(JSON.stringify).send(body);
};
