import { createSocket } from 'node:dgram';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SippResult {
  readonly code: number;
  /** What sipp said about messages it did not expect. */
  readonly errors: string;
}

/**
 * Runs one scenario of this folder, or a built-in one (`-uac`), against a SIP address on loopback.
 * @param target `127.0.0.1:port`
 * @param options.over TCP on one connection, or on one for each call; UDP when left out
 */
export const runSipp = async (
  scenario: string,
  target: string,
  options: { service?: string; calls?: number; rate?: number; port?: number; echo?: boolean; over?: 't1' | 'tn' } = {},
): Promise<SippResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
  const errors = join(folder, 'errors.log');
  const port = options.port ?? (await freePort());
  const flags = {
    '-i': '127.0.0.1',
    '-p': String(port),
    '-mi': '127.0.0.1',
    '-mp': String(await freePort()),
    '-s': options.service ?? '100',
    '-m': String(options.calls ?? 1),
    '-r': String(options.rate ?? 10),
    '-error_file': errors,
    '-timeout': '60',
  };
  const source = scenario.startsWith('-')
    ? ['-sn', scenario.slice(1)]
    : ['-sf', join(import.meta.dirname, `${scenario}.xml`)];
  const args = [...source, target, ...Object.entries(flags).flat(), '-nostdin', '-trace_err', '-timeout_error'];
  if (options.over) args.push('-t', options.over, '-max_socket', '100');
  if (options.echo === true) args.push('-rtp_echo');
  try {
    const code = await new Promise<number>((resolve, reject) => {
      const child = execFile('sipp', args, { cwd: folder, env: { ...process.env, TERM: 'dumb' } }, (error) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve(child.exitCode ?? 1);
      });
    });
    return { code, errors: await readFile(errors, 'utf8').catch(() => '') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(() => resolve());
  });
  return port;
};
