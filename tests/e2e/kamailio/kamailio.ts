import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Issued } from '#fakes/certificates.ts';
import { freePort } from '../sipp/run.ts';

export interface Kamailio extends AsyncDisposable {
  readonly port: number;
  /** The same over TLS. */
  readonly secure: string;
  /** `127.0.0.1:port`: registrar and proxy of the user `shop`, password `not a secret`. */
  readonly server: string;
  /** What it logged. */
  log(): string;
}

const config = async (values: Readonly<Record<string, string | number>>): Promise<string> => {
  const text = await readFile(join(import.meta.dirname, 'kamailio.cfg'), 'utf8');
  return text.replaceAll(/\b[A-Z]{4,}\b/g, (word) => String(values[word] ?? word));
};

/**
 * Starts Debian's Kamailio as a registrar with digest and a proxy that stays in the route of its calls, over UDP, TCP and TLS.
 * @param certificate made out to 127.0.0.1
 */
export const startKamailio = async (certificate: Issued): Promise<Kamailio> => {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'));
  const [port, secure] = [await freePort(), await freePort()];
  const file = join(folder, 'kamailio.cfg');
  const { certFile, keyFile } = certificate;
  await writeFile(file, await config({ PORT: port, SECURE: secure, CERTIFICATE: certFile, PRIVATE: keyFile }));
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
    secure: `127.0.0.1:${secure}`,
    log: () => log,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
