import { expect, test } from 'vitest';
import { rms } from './audio.ts';
import { Concealment } from './concealment.ts';

const levels = (concealment: Concealment, frames: number): number[] =>
  Array.from({ length: frames }, () => Math.round(rms(concealment.fill(160))));

test('a loss is filled with what was heard, 6 dB quieter each 20 ms, and with silence after 60 ms', () => {
  const concealment = new Concealment();
  concealment.heard(new Int16Array(160).fill(8000));
  expect(levels(concealment, 5)).toEqual([4000, 2000, 1000, 0, 0]);
});

test('what is heard again is the new beginning', () => {
  const concealment = new Concealment();
  concealment.heard(new Int16Array(160).fill(8000));
  concealment.fill(800);
  concealment.heard(new Int16Array(160).fill(400));
  expect(levels(concealment, 2)).toEqual([200, 100]);
});

test('short packets make up a frame together', () => {
  const concealment = new Concealment();
  concealment.heard(new Int16Array(80).fill(800));
  concealment.heard(new Int16Array(80).fill(400));
  expect([...concealment.fill(160)].filter((_, i) => i % 80 === 0)).toEqual([400, 200]);
});

test('with nothing heard yet there is silence', () => expect(levels(new Concealment(), 1)).toEqual([0]));
