import { expect, test } from 'vitest';
import { FRAME_SAMPLES } from '#voice/media/audio.ts';
import type { SpeechToText, Utterance } from '#voice/speech/ports.ts';
import { Listening, type HeardTurn } from './listening.ts';
import { SpeechGate, speechEndMs, type GateEvent } from './speech-gate.ts';

const tone = (ms: number, level: number): number[] =>
  Array.from({ length: ms * 8 }, (_, at) => Math.round(level * Math.sin(at * 0.7 + 1)));
const noise = (ms: number, level: number): number[] =>
  Array.from({ length: ms * 8 }, (_, at) => ((at * 7919) % (2 * level + 1)) - level);

/** The events of a whole line of sound, cut in frames. */
const events = (samples: readonly number[]): GateEvent[] => {
  const gate = new SpeechGate();
  const found: GateEvent[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const event = gate.push(Int16Array.from(samples.slice(at, at + FRAME_SAMPLES)), at / 8);
    if (event) found.push(event);
  }
  return found;
};

test('tells where sound begins and ends, to the sample', () => {
  const found = events([...noise(507, 8), ...tone(600, 6000), ...noise(500, 8)]);
  expect(found.map(({ kind }) => kind)).toEqual(['start', 'end']);
  expect(found[0]?.atMs).toBeCloseTo(507, 0);
  expect(found[1]?.atMs).toBeCloseTo(1107, 0);
});

test('comfort noise and clicks are no speech; a short pause does not end it', () => {
  expect(events(noise(3000, 40))).toEqual([]);
  expect(events([...noise(500, 8), ...tone(15, 8000), ...noise(500, 8)])).toEqual([]);
  const spoken = [...tone(400, 5000), ...noise(150, 8), ...tone(400, 5000), ...noise(400, 8)];
  expect(events(spoken)).toHaveLength(2);
});

test('the end of speech in rendered samples is its last loud one', () => {
  expect(speechEndMs(Int16Array.from([...tone(100, 4000), ...noise(50, 20)]))).toBeCloseTo(100, 0);
});

/** A recognizer that gives prepared texts, one an utterance. */
const recognizer = (texts: readonly string[]): SpeechToText => {
  let next = 0;
  return {
    info: { name: 'prepared', bench: true, note: '' },
    available: true,
    workerPid: undefined,
    open: ({ id }): Utterance => {
      const text = texts[next++] ?? '';
      return {
        id,
        push: () => undefined,
        prefinal: () => undefined,
        finish: async () => ({ text, degraded: false, ms: 0 }),
        cancel: () => undefined,
      };
    },
    close: async () => undefined,
  };
};

/** The turns told for a line of sound; what is recognized arrives between two frames. */
const turns = async (
  samples: readonly number[],
  texts: readonly string[],
): Promise<{ turn: HeardTurn; toldMs: number }[]> => {
  const told: { turn: HeardTurn; toldMs: number }[] = [];
  let now = 0;
  const listening = new Listening({
    stt: recognizer(texts),
    quietMs: 650,
    patienceMs: 1600,
    isComplete: (text) => text.endsWith('right'),
    onTurn: (turn) => told.push({ turn, toldMs: now }),
  });
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    now = at / 8;
    listening.push(Int16Array.from(samples.slice(at, at + FRAME_SAMPLES)), now);
    await Promise.resolve();
  }
  return told;
};

test('a turn is told once its words ask for an answer, with the pieces between pauses', async () => {
  const line = [...noise(200, 8), ...tone(500, 5000), ...noise(300, 8), ...tone(500, 5000), ...noise(900, 8)];
  const told = await turns(line, ['i heard fox', 'is that right']);
  expect(told.map(({ turn }) => turn.text)).toEqual(['i heard fox is that right']);
  expect(told[0]?.turn.pieces.map(({ startMs }) => Math.round(startMs))).toEqual([200, 1000]);
  expect(told[0]?.toldMs).toBeGreaterThanOrEqual(1500 + 600);
  expect(told[0]?.toldMs).toBeLessThan(1500 + 720);
});

test('words that ask nothing are waited on for longer', async () => {
  const told = await turns([...tone(500, 5000), ...noise(2000, 8)], ['one moment']);
  expect(told).toHaveLength(1);
  expect(told[0]?.toldMs).toBeGreaterThanOrEqual(500 + 1550);
});

test('sound without words is no turn', async () => {
  expect(await turns([...tone(500, 5000), ...noise(2000, 8)], [''])).toEqual([]);
});
