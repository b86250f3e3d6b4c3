import { request } from 'node:http';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { ApiFailure } from '#shared/api/failure.ts';
import { coreSocketPath } from '#shared/link/socket.ts';

const PATIENCE_MS = 10_000;

/**
 * Reads one address of core's API over its Unix socket.
 * @param path `/api/v1/...`
 * @throws PilotError `core_away` when no core runs on this data folder; what core answered otherwise
 */
export const readCore = async <Body>(dataFolder: string, path: string): Promise<Body> => {
  const { status, text } = await get(coreSocketPath(dataFolder), path).catch((cause: unknown) => {
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

const get = (socketPath: string, path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, headers: { host: 'localhost' }, timeout: PATIENCE_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', reject);
    asked.end();
  });
