import { spawn } from 'node:child_process';
import { PilotError } from '#shared/errors.ts';
import { openTelephone, type ToTelephone } from './telephone.ts';
import type { EspeakVoice } from './voice.ts';
import { waveSamples } from './wave.ts';

export const ESPEAK_FIX =
  'Install it: `sudo apt-get install espeak-ng` (the box speaks with it when no other voice can).';

const RENDER_MS = 10_000;

const run = (program: string, args: readonly string[], input: string, signal?: AbortSignal): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: RENDER_MS,
      ...(signal && { signal }),
    });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stdin.on('error', () => undefined);
    child.once('error', (cause) => {
      const why = signal?.aborted ? 'it was stopped' : `${program} cannot be run`;
      reject(new PilotError('tts_engine_failed', `espeak-ng did not speak: ${why}`, { fix: ESPEAK_FIX, cause }));
    });
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(pieces));
      else reject(new PilotError('tts_engine_failed', `espeak-ng ended with code ${code}`, { fix: ESPEAK_FIX }));
    });
    child.stdin.end(input);
  });

/** Folder of espeak-ng's phoneme data on this machine: it differs by processor, so the program is asked. */
export const espeakDataFolder = async (program = 'espeak-ng'): Promise<string> => {
  const text = (await run(program, ['--version'], '')).toString('utf8');
  const folder = /Data at:\s*(\S.*?)\s*$/m.exec(text)?.[1];
  if (folder === undefined)
    throw new PilotError('tts_engine_failed', 'espeak-ng does not name its data folder', { fix: ESPEAK_FIX });
  return folder;
};

export type Render = (text: string, signal: AbortSignal) => Promise<Int16Array>;

/** Renders with one run of espeak-ng a clause (about 10 ms to its start); the text goes in by stdin, never as an option. */
export const openEspeak = (voice: EspeakVoice): Render => {
  const args = ['--stdin', '--stdout', '-v', voice.voice, '-s', String(voice.wordsPerMinute)];
  const rates = new Map<number, Promise<ToTelephone>>();
  return async (text, signal) => {
    const wave = waveSamples(await run(voice.program ?? 'espeak-ng', args, text, signal));
    if (!wave) throw new PilotError('tts_engine_failed', 'espeak-ng gave no sound', { fix: ESPEAK_FIX });
    const telephone = rates.get(wave.rate) ?? openTelephone(wave.rate);
    rates.set(wave.rate, telephone);
    return (await telephone)(wave.samples);
  };
};
