import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { benchModel, espeakVoice, toyPiperVoice, toyStreamingModel } from '#voice/speech/engines.ts';
import type { Availability, SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { SttModel } from '#voice/speech/stt/model.ts';
import { openSpeechToText, type SpeechToTextOptions } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { hear, pushFrames, recording, recordings, tones, toyText } from './speech-audio.ts';

const open: (SpeechToText | TextToSpeech)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Availability events as they come, and a promise for the next one that says so. */
const watch = () => {
  const events: Availability[] = [];
  const waiting: { available: boolean; resolve: (event: Availability) => void }[] = [];
  return {
    events,
    onAvailability: (event: Availability) => {
      events.push(event);
      const index = waiting.findIndex((one) => one.available === event.available);
      if (index !== -1) waiting.splice(index, 1)[0]?.resolve(event);
    },
    next: (available: boolean) => new Promise<Availability>((resolve) => waiting.push({ available, resolve })),
  };
};

const listen = async (model: SttModel, limits?: SpeechToTextOptions['limits']) => {
  const seen = watch();
  const options = { engine: { model }, log: silentLog(), onAvailability: seen.onAvailability };
  const stt = await openSpeechToText(limits === undefined ? options : { ...options, limits });
  open.push(stt);
  return { stt, ...seen };
};

const kill = (pid: number | undefined, signal: NodeJS.Signals) => {
  if (pid === undefined) throw new Error('there is no worker');
  process.kill(pid, signal);
};

test.each(recordings().slice(2, 10))(
  'killed in the middle of $file, the same words come out',
  async ({ file, recognised }) => {
    const { stt, next } = await listen(benchModel());
    const audio = recording(file);
    const utterance = stt.open({ id: file });
    await pushFrames(utterance, audio.subarray(0, audio.length / 2));
    const [down, up] = [next(false), next(true)];
    kill(stt.workerPid, 'SIGKILL');
    await pushFrames(utterance, audio.subarray(audio.length / 2));
    expect((await down).reason).toContain('SIGKILL');
    const heard = await utterance.finish();
    await up;
    expect(heard).toMatchObject({ text: recognised, degraded: true });
  },
);

test('killed while the final text is being decoded, with others open: every word of all comes out', async () => {
  const { stt } = await listen(benchModel());
  const all = recordings();
  const utterances = await Promise.all(
    all.map(async ({ file }) => {
      const utterance = stt.open({ id: file });
      await pushFrames(utterance, recording(file));
      return utterance;
    }),
  );
  const finals = utterances.map((utterance) => utterance.finish());
  kill(stt.workerPid, 'SIGKILL');
  expect((await Promise.all(finals)).map((heard) => heard.text)).toEqual(all.map((one) => one.recognised));
});

test('a streaming worker killed in mid-utterance loses nothing either', async () => {
  const { stt } = await listen(toyStreamingModel('transducer'));
  const words = ['five', 'five', 'zero', 'one', 'help'];
  const audio = tones(words);
  const utterance = stt.open({ id: 'streaming' });
  await pushFrames(utterance, audio.subarray(0, 9000));
  kill(stt.workerPid, 'SIGKILL');
  await pushFrames(utterance, audio.subarray(9000));
  expect((await utterance.finish()).text).toBe(toyText(words));
});

test('a worker that hangs is ended and replaced', async () => {
  const { stt, next } = await listen(benchModel(), { heartbeatMs: 50, hungMs: 1500 });
  const [down, up] = [next(false), next(true)];
  kill(stt.workerPid, 'SIGSTOP');
  const heard = hear(stt, recording('b2_05.wav'));
  expect((await down).reason).toContain('no heartbeat');
  await up;
  expect(await heard).toBe('gate code is star eighty six forty two');
});

test('a worker that takes too much memory is ended', async () => {
  const { next } = await listen(benchModel(), { heartbeatMs: 50, memoryBytes: 1024 ** 2 });
  expect((await next(false)).reason).toContain('memory limit');
});

test('a voice killed while it speaks is replaced by the next one, and comes back', async () => {
  const seen = watch();
  const tts = await openTextToSpeech({
    voices: [toyPiperVoice(), espeakVoice()],
    log: silentLog(),
    onAvailability: seen.onAvailability,
  });
  open.push(tts);
  const [down, up] = [seen.next(false), seen.next(true)];
  kill(tts.workerPid, 'SIGKILL');
  const samples = await tts.render({ text: 'Our technician is on the way.' });
  expect(samples.length).toBeGreaterThan(8000);
  expect((await down).engine).toBe('toy piper');
  expect((await up).engine).toBe('toy piper');
  expect(tts.current.name).toBe('toy piper');
});

test('the workers end with voice, even when it is killed', async () => {
  const program = fileURLToPath(new URL('../fixtures/speech-host.ts', import.meta.url));
  const host = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const pids = JSON.parse(line.toString('utf8')) as number[];
  expect(pids).toHaveLength(2);
  for (const pid of pids) expect(() => process.kill(pid, 0)).not.toThrow();
  host.kill('SIGKILL');
  await once(host, 'exit');
  const gone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  const until = performance.now() + 5000;
  while (!pids.every(gone) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pids.map(gone)).toEqual([true, true]);
});
