import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Issued } from '#fakes/certificates.ts';
import { freePort } from '../sipp/run.ts';

export interface Kamailio extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:port`: registrar and proxy of the user `shop`, password `not a secret`. */
  readonly server: string;
  /** The same by TLS. */
  readonly safe: string;
  /** What it logged. */
  log(): string;
}

const config = async (port: number, safe: number, { certFile, keyFile }: Issued): Promise<string> => {
  const text = await readFile(join(import.meta.dirname, 'kamailio.cfg'), 'utf8');
  const filled = text.replaceAll('PORT', String(port)).replaceAll('SAFE', String(safe));
  return filled.replaceAll('"CERTIFICATE"', `"${certFile}"`).replaceAll('"KEY"', `"${keyFile}"`);
};

/** Starts Debian's Kamailio as a registrar with digest and a proxy that stays in the route of its calls. */
export const startKamailio = async (certificate: Issued): Promise<Kamailio> => {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'));
  const [port, safe] = [await freePort(), await freePort()];
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, await config(port, safe, certificate));
  let log = '';
  const child = spawn(
    'kamailio',
    ['-f', file, '-DD', '-E', '-m', '32', '-M', '4', '-Y', folder, '-P', join(folder, 'pid')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.on('data', (data: Buffer) => {
      log += data.toString();
      if (log.includes('ready to serve')) resolve();
    });
    void gone.then(() => reject(new Error(`kamailio ended:\n${log}`)));
  });
  return {
    port,
    server: `127.0.0.1:${port}`,
    safe: `127.0.0.1:${safe}`,
    log: () => log,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
