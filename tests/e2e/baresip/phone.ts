import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { espeakVoice } from '#voice/speech/engines.ts';
import { openEspeak } from '#voice/speech/tts/espeak.ts';
import { wavHeader } from '#voice/media/wav.ts';

const MODULES = '/usr/lib/baresip/modules';
const RATE = 8000;

const wav = (pieces: readonly Int16Array[]): Buffer => {
  const data = Buffer.concat(pieces.map((pcm) => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)));
  return Buffer.concat([wavHeader(1, RATE, data.length), data]);
};

/** Ten seconds of tone: what the phone's microphone hears unless it is given speech. */
export const tone = (): Buffer =>
  wav([Int16Array.from({ length: 10 * RATE }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / RATE)))]);

/** A WAV of silences and of sentences spoken by espeak-ng. */
export const spokenWav = async (parts: readonly (string | { readonly silenceMs: number })[]): Promise<Buffer> => {
  const say = openEspeak(espeakVoice(150));
  const pieces: Int16Array[] = [];
  for (const part of parts) {
    if (typeof part === 'string') pieces.push(await say(part, new AbortController().signal));
    else pieces.push(new Int16Array((part.silenceMs * RATE) / 1000));
  }
  return wav(pieces);
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

/** A folder with all that baresip needs; its microphone plays `speech`, and what it hears is dumped there. */
export const prepare = async (
  user: string,
  speech: Buffer,
  more: { account?: string; modules?: readonly string[]; lines?: readonly string[] } = {},
): Promise<{ folder: string; port: number }> => {
  const folder = await mkdtemp(join(tmpdir(), 'baresip-'));
  const port = await freePort();
  await writeFile(join(folder, 'speech.wav'), speech);
  await writeFile(
    join(folder, 'config'),
    [
      `sip_listen 127.0.0.1:${port}`,
      `audio_source aufile,${join(folder, 'speech.wav')}`,
      `audio_player aufile,${join(folder, 'out.wav')}`,
      `ausrc_srate ${RATE}`,
      `auplay_srate ${RATE}`,
      `snd_path ${folder}`,
      `module_path ${MODULES}`,
      ...['g711.so', 'aufile.so', 'sndfile.so', ...(more.modules ?? [])].map((name) => `module ${name}`),
      ...['account.so', 'uuid.so'].map((name) => `module_tmp ${name}`),
      'module_app menu.so',
      ...(more.lines ?? []),
      '',
    ].join('\n'),
  );
  const account = `<sip:${user}@127.0.0.1>;regint=0;answermode=auto;dtmfmode=rtpevent${more.account ?? ''}\n`;
  await writeFile(join(folder, 'accounts'), account);
  return { folder, port };
};

const ended = async (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

export interface Rang {
  readonly code: number;
  readonly output: string;
  /** What the phone heard, as a WAV; empty when it heard nothing. */
  readonly heard: Buffer;
  /** The far end hung up before the phone did. */
  readonly hungUpOn: boolean;
}

/** Dials, talks for so many seconds, hangs up and ends; ends at once when the other side hangs up. */
export const ringWithBaresip = async (
  target: string,
  options: { service: string; seconds: number; user?: string; speech?: Buffer; srtp?: boolean },
): Promise<Rang> => {
  const sealed = { account: ';mediaenc=srtp-mand', modules: ['srtp.so'] };
  const { folder } = await prepare(
    options.user ?? 'phone',
    options.speech ?? tone(),
    options.srtp === true ? sealed : {},
  );
  try {
    const dial = `/dial sip:${options.service}@${target}`;
    const child = spawn('baresip', ['-f', folder, '-e', dial, '-t', String(options.seconds)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let hungUpOn = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        if (hungUpOn || !/session closed/i.test(output)) return;
        hungUpOn = true;
        child.kill('SIGTERM');
      });
    }
    const code = await ended(child);
    const dump = (await readdir(folder)).find((name) => name.startsWith('dump-') && name.endsWith('-dec.wav'));
    const heard = dump === undefined ? Buffer.alloc(0) : await readFile(join(folder, dump));
    return { code, output: output.replaceAll(/\[\d+:\d\d:\d\d\] audio=\S+ \(bit\/s\)\s*/g, ''), heard, hungUpOn };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A phone that answers by itself. */
export const startBaresip = async (): Promise<{ port: number; stop: () => Promise<void> }> => {
  const { folder, port } = await prepare('phone', tone());
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
