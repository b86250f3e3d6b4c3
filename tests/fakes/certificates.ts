import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Issued {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own, made by openssl in a folder that goes with it. */
export interface Authority extends AsyncDisposable {
  readonly folder: string;
  readonly caFile: string;
  /** PEM. */
  readonly ca: string;
  /**
   * @param names as openssl writes them: `DNS:sip.carrier.example`, `IP:127.0.0.1`, `URI:sip:carrier.example`
   * @param days negative: it has run out
   */
  issue(name: string, names: readonly string[], days?: number): Promise<Issued>;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export const openAuthority = async (): Promise<Authority> => {
  const folder = await mkdtemp(join(tmpdir(), 'pilot-ca-'));
  const [caFile, caKey] = [join(folder, 'ca.pem'), join(folder, 'ca.key')];
  await run('openssl', ['req', '-x509', ...KEY, '-keyout', caKey, '-out', caFile, '-subj', '/CN=Test authority']);
  return {
    folder,
    caFile,
    ca: await readFile(caFile, 'latin1'),
    issue: async (name, names, days = 30) => {
      const file = (end: string): string => join(folder, `${name}.${end}`);
      await run('openssl', ['req', ...KEY, '-keyout', file('key'), '-out', file('csr'), '-subj', `/CN=${name}`]);
      await writeFile(file('ext'), `subjectAltName=${names.join(',')}\n`);
      const signed = [
        '-CA',
        caFile,
        '-CAkey',
        caKey,
        '-set_serial',
        String(randomInt(1, 2 ** 47)),
        '-extfile',
        file('ext'),
        '-days',
        String(days),
      ];
      await run('openssl', ['x509', '-req', '-in', file('csr'), '-out', file('pem'), ...signed]);
      const [cert, key] = await Promise.all([readFile(file('pem'), 'latin1'), readFile(file('key'), 'latin1')]);
      return { certFile: file('pem'), keyFile: file('key'), cert, key };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};
