import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODULES = '/usr/lib/baresip/modules';
const RATE = 8000;

/** Ten seconds of tone as a WAV: what the phone's microphone hears. */
const tone = (): Buffer => {
  const samples = Int16Array.from({ length: 10 * RATE }, (_, i) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / RATE)),
  );
  const data = Buffer.from(samples.buffer);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
};

const freePort = async (): Promise<number> => {
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

const prepare = async (): Promise<{ folder: string; port: number }> => {
  const folder = await mkdtemp(join(tmpdir(), 'baresip-'));
  const port = await freePort();
  const wav = join(folder, 'tone.wav');
  await writeFile(wav, tone());
  await writeFile(
    join(folder, 'config'),
    [
      `sip_listen 127.0.0.1:${port}`,
      `audio_source aufile,${wav}`,
      `audio_player aufile,${join(folder, 'out.wav')}`,
      `ausrc_srate ${RATE}`,
      `auplay_srate ${RATE}`,
      `module_path ${MODULES}`,
      ...['g711.so', 'aufile.so'].map((name) => `module ${name}`),
      ...['account.so', 'uuid.so'].map((name) => `module_tmp ${name}`),
      'module_app menu.so',
      '',
    ].join('\n'),
  );
  await writeFile(join(folder, 'accounts'), '<sip:phone@127.0.0.1>;regint=0;answermode=auto;dtmfmode=rtpevent\n');
  return { folder, port };
};

const ended = async (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

/** Dials, talks for so many seconds, hangs up and ends. */
export const ringWithBaresip = async (
  target: string,
  options: { service: string; seconds: number },
): Promise<{ code: number; output: string }> => {
  const { folder } = await prepare();
  try {
    const child = spawn(
      'baresip',
      ['-f', folder, '-e', `/dial sip:${options.service}@${target}`, '-t', String(options.seconds)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
    return { code: await ended(child), output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A phone that answers by itself. */
export const startBaresip = async (): Promise<{ port: number; stop: () => Promise<void> }> => {
  const { folder, port } = await prepare();
  const child = spawn('baresip', ['-f', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('baresip ended before it was ready')));
    const ready = (data: Buffer): void => {
      if (data.toString().includes('baresip is ready')) resolve();
    };
    child.stdout.on('data', ready);
    child.stderr.on('data', ready);
  });
  return {
    port,
    stop: async () => {
      const gone = ended(child);
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
