import type { ApiFailure } from '#shared/api/failure.ts';

/** Longest wait for an answer, ms. */
const PATIENCE_MS = 10_000;

/** Why a request brought nothing: the box's own words, or that it was not reached. */
export class RequestFailure extends Error {
  readonly code: string;
  readonly fix: string;

  constructor(code: string, message: string, fix: string) {
    super(message);
    this.name = 'RequestFailure';
    this.code = code;
    this.fix = fix;
  }
}

/**
 * Reads one address of the box's API.
 * @throws RequestFailure
 */
export const read = async <Body>(path: string, signal?: AbortSignal): Promise<Body> => {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  return exchange<Body>(path, { signal: signal ? AbortSignal.any([signal, limit]) : limit }, signal);
};

/**
 * Asks the box for a change.
 * @throws RequestFailure
 */
export const change = <Body>(method: 'PATCH' | 'POST', path: string, wish: object): Promise<Body> =>
  exchange<Body>(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

const exchange = async <Body>(path: string, request: RequestInit, signal?: AbortSignal): Promise<Body> => {
  let answer: Response;
  try {
    answer = await fetch(path, request);
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new RequestFailure('unreachable', 'The box did not answer.', 'Check that it is switched on and connected.');
  }
  if (answer.ok) return (await answer.json()) as Body;
  const body = (await answer.json().catch(() => null)) as ApiFailure | null;
  throw new RequestFailure(
    body?.code ?? `http.${answer.status}`,
    body?.message ?? `The box answered with status ${answer.status}.`,
    body?.fix ?? 'Try again in a moment.',
  );
};
