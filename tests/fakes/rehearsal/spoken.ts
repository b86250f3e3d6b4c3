import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openEspeak } from '#voice/speech/tts/espeak.ts';
import { espeakVoice } from '#voice/speech/engines.ts';
import { openTelephone } from '#voice/speech/tts/telephone.ts';
import { waveSamples } from '#voice/speech/tts/wave.ts';

/** Synthesized callers: variants of espeak-ng, and flite's where it is installed. */
export type CallerVoice = { readonly espeak: string; readonly wordsPerMinute: number } | { readonly flite: string };

const run = promisify(execFile);

const byFlite = async (voice: string, text: string): Promise<Int16Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'pilot-flite-'));
  try {
    const file = join(folder, 'said.wav');
    await run('flite', ['-voice', voice, '-t', text, '-o', file]);
    const wave = waveSamples(await readFile(file));
    if (!wave) throw new Error('flite wrote no sound');
    return (await openTelephone(wave.rate))(wave.samples);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Whether flite can be run here. */
export const hasFlite = (): Promise<boolean> =>
  run('flite', ['-lv']).then(
    () => true,
    () => false,
  );

const rendered = new Map<string, Promise<Int16Array>>();

/** Telephone sound of a text, rendered once. */
export const spoken = (text: string, voice: CallerVoice): Promise<Int16Array> => {
  const key = `${JSON.stringify(voice)} ${text}`;
  const known = rendered.get(key);
  if (known) return known;
  const fresh =
    'flite' in voice
      ? byFlite(voice.flite, text)
      : openEspeak(espeakVoice(voice.wordsPerMinute, voice.espeak))(text, new AbortController().signal);
  rendered.set(key, fresh);
  return fresh;
};
