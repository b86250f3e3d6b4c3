import { runWorker } from '#voice/speech/process/child.ts';
import { encodeJson, FRAME, samplesOf } from '#voice/speech/process/wire.ts';

/**
 * An end-of-turn model that speaks the frames of the real one and judges by the last sample: its thousandth is the probability.
 * 2000 ends the process, 3000 is never answered. A name of `refuses` cannot be loaded.
 */
runWorker<{ name: string }>(async ({ name }, replies) => {
  if (name === 'refuses') throw new Error('no such network');
  return {
    onFrame(frame) {
      if (frame.type !== FRAME.judge) return;
      const last = samplesOf(frame).at(-1) ?? 0;
      if (last === 2000) process.exit(7);
      if (last !== 3000) replies.send(encodeJson(FRAME.judged, frame.channel, { probability: last / 1000 }));
    },
  };
});
