import { request } from 'node:http';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { ApiFailure } from '#shared/api/failure.ts';
import { coreSocketPath } from '#shared/link/socket.ts';

const PATIENCE_MS = 10_000;

/** A change that core is asked for. */
interface Change {
  readonly method: 'PATCH' | 'POST';
  readonly body: object;
}

/**
 * Reads one address of core's API over its Unix socket, or asks for a change there.
 * @param path `/api/v1/...`
 * @throws PilotError `core_away` when no core runs on this data folder; what core answered otherwise
 */
export const readCore = async <Body>(dataFolder: string, path: string, change: Change | null = null): Promise<Body> => {
  const { status, text } = await exchange(coreSocketPath(dataFolder), path, change).catch((cause: unknown) => {
    throw new PilotError('core_away', `the box does not answer: ${messageOf(cause)}`, {
      cause,
      fix: `Start it with pilot run, or name the data folder of the one that runs with --data (now ${dataFolder}).`,
    });
  });
  const body: unknown = JSON.parse(text);
  if (status < 400) return body as Body;
  const { code, message, fix } = body as ApiFailure;
  throw new PilotError(code, message, fix === null ? {} : { fix });
};

const exchange = (socketPath: string, path: string, change: Change | null): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = { host: 'localhost', ...(change ? { 'content-type': 'application/json' } : {}) };
    const method = change?.method ?? 'GET';
    const asked = request({ socketPath, path, method, headers, timeout: PATIENCE_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', reject);
    asked.end(change ? JSON.stringify(change.body) : undefined);
  });
