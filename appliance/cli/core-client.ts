import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { requestOf, type Ask, type Outgoing } from '#shared/api/asked.ts';
import type { ReplyOf, Route } from '#shared/api/define-route.ts';
import type { Problem } from '#shared/api/problem.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import { coreSocketPath } from '#shared/link/socket.ts';

const PATIENCE_MS = 10_000;

/**
 * Asks a route of core's API over its Unix socket. What creates something gets a key of its own, where none is given.
 * @throws PilotError `core_away` when no core runs on this data folder; what core answered otherwise
 */
export const askCore = async <R extends Route>(dataFolder: string, route: R, asked: Ask<R>): Promise<ReplyOf<R>> => {
  const key = route.creates === true ? { key: randomUUID() } : {};
  const outgoing = requestOf(route, { ...key, ...asked });
  const { status, text } = await exchange(coreSocketPath(dataFolder), outgoing).catch((cause: unknown) => {
    throw new PilotError('core_away', `the box does not answer: ${messageOf(cause)}`, {
      cause,
      fix: `Start it with pilot run, or name the data folder of the one that runs with --data (now ${dataFolder}).`,
    });
  });
  const reply = route.replies[status];
  const isFile = reply !== undefined && reply !== null && 'file' in reply;
  const body: unknown = isFile ? text : text === '' ? undefined : JSON.parse(text);
  if (status in route.replies) return body as ReplyOf<R>;
  const { code, detail, fix } = body as Problem;
  throw new PilotError(code, detail, fix === null ? {} : { fix });
};

const exchange = (
  socketPath: string,
  { body, headers, method, path }: Outgoing,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const options = { socketPath, path, method, headers: { host: 'localhost', ...headers }, timeout: PATIENCE_MS };
    const asked = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
