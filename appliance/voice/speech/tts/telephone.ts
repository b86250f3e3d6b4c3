import { createRequire } from 'node:module';
import type * as LibSampleRate from '@alexanderolsen/libsamplerate-js';
import { peak, toInt16, trimSilence } from '../pcm.ts';
import { TELEPHONE_RATE } from '../ports.ts';

/** Loudest sample of a clause: -3 dBFS, so that G.711 neither clips nor loses it in its steps. */
const TARGET_PEAK = 0.708;
/** A very quiet clause is breath or noise: it is not blown up. */
const MAX_GAIN = 8;
/** Of the clause's loudest sample: -40 dB is silence. */
const SILENT = 0.01;
const NO_SOUND = 0.001;
const KEPT_SILENCE_MS = 40;

/** Turns a voice's samples into telephone audio: band-limited to 8 kHz, silence at the ends cut, level set. */
export type ToTelephone = (samples: Float32Array) => Int16Array;

/**
 * @param rate of the samples that will come, Hz
 */
export const openTelephone = async (rate: number): Promise<ToTelephone> => {
  // The package is one CommonJS bundle: Node cannot see its named exports.
  const { create, ConverterType } = createRequire(import.meta.url)(
    '@alexanderolsen/libsamplerate-js',
  ) as typeof LibSampleRate;
  const resampler =
    rate === TELEPHONE_RATE
      ? undefined
      : await create(1, rate, TELEPHONE_RATE, { converterType: ConverterType.SRC_SINC_FASTEST });
  return (samples) => {
    if (samples.length === 0) return new Int16Array(0);
    const narrow = resampler === undefined ? samples : resampler.simple(samples);
    const top = peak(narrow);
    if (top < NO_SOUND) return new Int16Array(0);
    const trimmed = trimSilence(narrow, (KEPT_SILENCE_MS * TELEPHONE_RATE) / 1000, SILENT * top);
    return toInt16(trimmed, Math.min(MAX_GAIN, TARGET_PEAK / top));
  };
};
