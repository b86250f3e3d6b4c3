import { requestOf, type Ask } from '#shared/api/asked.ts';
import type { ReplyOf, Route } from '#shared/api/define-route.ts';
import type { Changed } from '#shared/api/changed-since.ts';
import type { Problem } from '#shared/api/problem.ts';

/** Longest wait for an answer, ms. */
const PATIENCE_MS = 10_000;

/** Why a request brought nothing: the box's own words, or that it was not reached. */
export class RequestFailure extends Error {
  readonly code: string;
  readonly fix: string;
  /** What somebody else changed meanwhile, where that is why. */
  readonly changed: Changed | null;

  constructor(code: string, message: string, fix: string, changed: Changed | null = null) {
    super(message);
    this.name = 'RequestFailure';
    this.code = code;
    this.fix = fix;
    this.changed = changed;
  }
}

/**
 * Asks a route of the box.
 * @param signal ends the wait; its own error is thrown then
 * @throws RequestFailure
 */
export const ask = async <R extends Route>(route: R, asked: Ask<R>, signal?: AbortSignal): Promise<ReplyOf<R>> => {
  const { body, headers, method, path } = requestOf(route, asked);
  const limit = AbortSignal.timeout(PATIENCE_MS);
  let answer: Response;
  try {
    answer = await fetch(path, { method, headers, body, signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new RequestFailure('unreachable', 'The box did not answer.', 'Check that it is switched on and connected.');
  }
  if (answer.status in route.replies) return (answer.status === 204 ? undefined : await answer.json()) as ReplyOf<R>;
  const problem = (await answer.json().catch(() => null)) as Problem | null;
  throw new RequestFailure(
    problem?.code ?? `http.${answer.status}`,
    problem?.detail ?? `The box answered with status ${answer.status}.`,
    problem?.fix ?? 'Try again in a moment.',
    problem?.changed ?? null,
  );
};
