import { spoken } from '#fakes/rehearsal/spoken.ts';
import { EchoGuard } from '#voice/turn/echo/echo-guard.ts';

const FRAME = 160;
const ROUNDS = 5;

const framesOf = (pcm: Int16Array, count: number): Int16Array[] =>
  Array.from({ length: count }, (_, i) => {
    const frame = new Int16Array(FRAME);
    frame.set(pcm.subarray(i * FRAME, (i + 1) * FRAME));
    return frame;
  });

/** CPU of the guard a frame that holds a voice, µs: while we are silent, on our own echo, and on a caller who speaks over us. */
export const echoGuardCost = async (): Promise<{ silence: number; echo: number; caller: number }> => {
  const ours = await spoken('Thank you for calling. Please tell me what is going on, and where you are.', {
    espeak: 'en-us',
    wordsPerMinute: 155,
  });
  const theirs = await spoken('no wait I have a question about the price and about the time', {
    espeak: 'en-us+m3',
    wordsPerMinute: 150,
  });
  const count = Math.floor(Math.min(ours.length, theirs.length) / FRAME);
  const late = new Int16Array(ours.length);
  for (let i = 1600; i < late.length; i++) late[i] = (ours[i - 1600] ?? 0) / 8;
  const [said, echo, caller] = [ours, late, theirs].map((pcm) => framesOf(pcm, count)) as [
    Int16Array[],
    Int16Array[],
    Int16Array[],
  ];
  const cost = (out: readonly Int16Array[] | null, heard: readonly Int16Array[]): number => {
    const run = (): void => {
      const guard = new EchoGuard();
      heard.forEach((frame, i) => {
        const mine = out?.[i];
        if (mine) guard.said(mine, i * 20);
        guard.heard(frame, i * 20);
      });
    };
    run();
    const before = process.threadCpuUsage();
    for (let round = 0; round < ROUNDS; round++) run();
    const { system, user } = process.threadCpuUsage(before);
    return Math.round((user + system) / (ROUNDS * count));
  };
  return { silence: cost(null, caller), echo: cost(said, echo), caller: cost(said, caller) };
};
