import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeG711, encodeG711 } from '../../media/g711.ts';
import { BUNDLED_MODELS } from '../../speech/engines.ts';
import { openWebRtcVad } from '../vad.ts';
import { EchoGuard } from './echo-guard.ts';

/** A telephone recording of one voice. */
const spoken = (file: string): Int16Array => {
  const bytes = readFileSync(join(BUNDLED_MODELS, 'bench-stt/samples', file));
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
};
/** As loud as our voice speaks: its loudest sample at -3 dBFS. */
const asLoudAsOurs = (pcm: Int16Array): Int16Array => {
  const top = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  return pcm.map((sample) => Math.round((sample * 23_200) / top));
};
const OURS = asLoudAsOurs(spoken('a_00.wav'));
const THEIRS = spoken('b1_02.wav');

const overG711 = (pcm: Int16Array): Int16Array => {
  const octets = new Uint8Array(pcm.length);
  encodeG711('PCMU', pcm, octets);
  return decodeG711('PCMU', octets);
};

/** Our sound as it comes back: late, weaker, and off the walls of a room. */
interface Echo {
  readonly db: number;
  readonly delayMs: number;
  readonly room?: boolean;
  /** The far end's clock runs faster by this, parts per million. */
  readonly drift?: number;
}

const REFLECTIONS = [
  [1, 0],
  [0.5, 7],
  [-0.35, 19],
  [0.2, 41],
] as const;

/** What comes in while we speak: an echo, and from `fromMs` on a caller. Each frame: voice in it, and taken for an echo. */
const listen = async (echo: Echo | null, caller: { pcm: Int16Array; fromMs: number; gain?: number } | null) => {
  const guard = new EchoGuard();
  const vad = await openWebRtcVad();
  const out = overG711(OURS);
  const frames = Math.ceil(out.length / 160) + 40;
  const heard = new Int16Array(frames * 160);
  let noise = 1;
  for (let i = 0; i < heard.length; i++) {
    noise = (noise * 48_271) % 2_147_483_647;
    let sample = (noise / 2_147_483_647 - 0.5) * 60;
    if (echo) {
      const at = i * (1 + (echo.drift ?? 0) * 1e-6) - echo.delayMs * 8;
      for (const [gain, late] of echo.room ? REFLECTIONS : REFLECTIONS.slice(0, 1))
        sample += (out[Math.round(at) - late] ?? 0) * gain * 10 ** (echo.db / 20);
    }
    if (caller) sample += (caller.pcm[i - caller.fromMs * 8] ?? 0) * (caller.gain ?? 1);
    heard[i] = Math.max(-32_768, Math.min(32_767, Math.round(sample)));
  }
  const came = overG711(heard);
  const found = Array.from({ length: frames }, (_, i) => {
    const frame = out.slice(i * 160, (i + 1) * 160);
    if (frame.length === 160) guard.said(frame, i * 20);
    const incoming = came.subarray(i * 160, (i + 1) * 160);
    const voiced = vad.process(incoming);
    return { voiced, echo: guard.heard(incoming, i * 20, voiced).echo };
  });
  vad.close();
  return found;
};

/** Ms from `fromMs` until sound that is no echo has gone on for 60 ms; null when it never does. */
const onset = (found: { voiced: boolean; echo: boolean }[], fromMs = 0): number | null => {
  let run = 0;
  for (let i = fromMs / 20; i < found.length; i++) {
    run = found[i]?.voiced && !found[i]?.echo ? run + 20 : Math.max(0, run - 20);
    if (run >= 60) return (i + 1) * 20 - fromMs;
  }
  return null;
};

const echoes: Echo[] = [-12, -20, -30].flatMap((db) => [0, 80, 230, 400, 500].map((delayMs) => ({ db, delayMs })));

test.each(echoes)('our own voice $db dB weaker and $delayMs ms late does not count as the caller', async (echo) => {
  const found = await listen(echo, null);
  // Without the guard it would.
  expect(onset(found.map(({ voiced }) => ({ voiced, echo: false })))).not.toBeNull();
  expect(onset(found)).toBeNull();
});

test('nor does it off the walls of a room, by a clock that runs differently', async () => {
  expect(onset(await listen({ db: -12, delayMs: 210, room: true, drift: 150 }, null))).toBeNull();
});

test.each([null, ...echoes.filter(({ delayMs }) => delayMs === 230)])(
  'a caller speaks into it and is heard: echo %o',
  async (echo) => {
    const first = THEIRS.findIndex((sample) => Math.abs(sample) > 150);
    const pcm = THEIRS.subarray(first);
    const heard = onset(await listen(echo, { pcm, fromMs: 800 }), 800);
    const alone = onset(await listen(null, { pcm, fromMs: 800 }), 800);
    expect(heard).not.toBeNull();
    expect((heard ?? 0) - (alone ?? 0)).toBeLessThanOrEqual(120);
  },
);

test('a delay that changes in mid-call is found again', async () => {
  const guard = new EchoGuard();
  const out = overG711(OURS);
  let missed = 0;
  for (let i = 0; (i + 1) * 160 <= out.length; i++) {
    guard.said(out.slice(i * 160, (i + 1) * 160), i * 20);
    const late = i < 60 ? 100 : 260;
    const back = Int16Array.from({ length: 160 }, (_, k) => Math.round((out[i * 160 + k - late * 8] ?? 0) / 4));
    const level = Math.max(...back);
    const { echo } = guard.heard(back, i * 20);
    if (level > 1000 && !echo && i !== 60) missed++;
  }
  expect(missed).toBeLessThanOrEqual(4);
});

test('while we are silent nothing is an echo', () => {
  const guard = new EchoGuard();
  const frames = Array.from({ length: 50 }, (_, i) => guard.heard(THEIRS.slice(i * 160, (i + 1) * 160), i * 20));
  expect(frames.some(({ echo }) => echo)).toBe(false);
});
