import { expect, test } from 'vitest';
import { rms } from './audio.ts';
import { encodeG711 } from './g711.ts';
import { Inbound } from './inbound.ts';

/** Two seconds of speech, one of quiet. */
const isLoud = (n: number): boolean => n % 150 < 100;

const payloadOf = (level: number): Uint8Array => {
  const payload = new Uint8Array(160);
  encodeG711('PCMU', new Int16Array(160).fill(level), payload);
  return payload;
};
const SPEECH = payloadOf(2000);
const QUIET = payloadOf(0);

/** Five minutes of a sender whose clock runs so many parts in a million faster than ours. */
const listen = (partsPerMillion: number) => {
  const inbound = new Inbound({ codec: 'PCMU', payloadType: 0, dtmfPayloadType: null });
  const every = 20 / (1 + partsPerMillion / 1e6);
  const ticks = 15_000;
  let sent = 0;
  let loudSent = 0;
  let loudHeard = 0;
  let frames = 0;
  let furthest = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const now = 10 + tick * 20;
    for (; sent * every <= now; sent++) {
      if (isLoud(sent)) loudSent++;
      const payload = isLoud(sent) ? SPEECH : QUIET;
      const header = { marker: false, payloadType: 0, ssrc: 7, sequence: sent & 0xffff, timestamp: sent * 160 };
      inbound.push({ ...header, payload }, sent * every);
    }
    for (const frame of inbound.tick(now)) {
      frames++;
      if (rms(frame) > 1000) loudHeard++;
    }
    furthest = Math.max(furthest, Math.abs(tick + 1 - frames));
  }
  return { loudSent, loudHeard, frames, ticks, furthest, ...inbound.stats() };
};

test.each([0, 200, 500])('a sender %i ppm fast is caught up with in its pauses: no word is lost', (ppm) => {
  const heard = listen(ppm);
  // What is still waiting at the end is not lost.
  expect(heard.loudSent - heard.loudHeard).toBeLessThanOrEqual(3);
  expect(heard.droppedFrames).toBeLessThanOrEqual(Math.ceil((ppm * 300) / 20_000) + 1);
  expect(heard.furthest).toBeLessThanOrEqual(4);
  expect(heard.concealedFrames).toBe(0);
});

test.each([-200, -500])('a sender %i ppm slow is waited for: media time goes on, and little is made up', (ppm) => {
  const heard = listen(ppm);
  expect(heard.loudHeard).toBeGreaterThanOrEqual(heard.loudSent);
  expect(heard.concealedFrames).toBeLessThanOrEqual(Math.ceil((-ppm * 300) / 20_000) + 1);
  expect(heard.furthest).toBeLessThanOrEqual(4);
  expect(heard.late).toBe(0);
});
