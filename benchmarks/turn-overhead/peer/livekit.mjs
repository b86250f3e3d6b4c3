// usage: node livekit.mjs CALLS TURNS, in a folder where package.json beside this file is installed.
// Prints the times from final transcript to first audio frame at the output, ms, as a JSON array in its last line.
import { ReadableStream } from 'node:stream/web';
import { initializeLogger, llm, stt, tts, voice } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';

initializeLogger({ pretty: false, level: 'silent' });
const [calls = 1, turns = 10] = process.argv.slice(2).map(Number);
const RATE = 16_000;
const silence = () => new AudioFrame(new Int16Array(RATE / 50), RATE, 1, RATE / 50);

class Hearing extends stt.STT {
  label = 'bench.STT';
  streams = [];
  constructor() {
    super({ streaming: true, interimResults: true });
  }
  async _recognize() {
    throw new Error('streams only');
  }
  stream(options) {
    const stream = new HearingStream(this, RATE, options?.connOptions);
    this.streams.push(stream);
    return stream;
  }
}

class HearingStream extends stt.SpeechStream {
  label = 'bench.SpeechStream';
  async run() {
    for await (const _frame of this.input) if (this.abortSignal?.aborted) return;
  }
  hear(text) {
    const alternatives = [{ language: 'en', text, startTime: 0, endTime: 0, confidence: 1 }];
    this.queue.put({ type: stt.SpeechEventType.START_OF_SPEECH });
    this.queue.put({ type: stt.SpeechEventType.INTERIM_TRANSCRIPT, alternatives });
    this.queue.put({ type: stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives });
    this.queue.put({ type: stt.SpeechEventType.END_OF_SPEECH, alternatives });
  }
}

class Thinking extends llm.LLM {
  label() {
    return 'bench.LLM';
  }
  chat({ chatCtx, toolCtx, connOptions }) {
    return new ThinkingStream(this, { chatCtx, toolCtx, connOptions });
  }
}

class ThinkingStream extends llm.LLMStream {
  async run() {
    this.queue.put({ id: 'answer', delta: { role: 'assistant', content: 'I understand. What is your name?' } });
  }
}

class Speaking extends tts.TTS {
  label = 'bench.TTS';
  constructor() {
    super(RATE, 1, { streaming: true });
  }
  synthesize() {
    throw new Error('streams only');
  }
  stream() {
    return new SpeakingStream(this);
  }
}

class SpeakingStream extends tts.SynthesizeStream {
  label = 'bench.SynthesizeStream';
  async run() {
    let spoken = false;
    for await (const text of this.input) {
      if (spoken || typeof text !== 'string') continue;
      spoken = true;
      this.queue.put({ requestId: 'r', segmentId: 's', frame: silence(), final: false });
    }
    this.queue.put({ requestId: 'r', segmentId: 's', frame: silence(), final: true });
    this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }
}

class Microphone extends voice.AudioInput {
  constructor() {
    super();
    let timer;
    this.multiStream.addInputStream(
      new ReadableStream({
        start: (controller) => {
          timer = setInterval(() => controller.enqueue(silence()), 20);
          timer.unref();
        },
        cancel: () => clearInterval(timer),
      }),
    );
  }
}

class Speaker extends voice.AudioOutput {
  first = () => {};
  finished = () => {};
  #frames = 0;
  constructor() {
    super(RATE, undefined, { pause: true });
  }
  async captureFrame(frame) {
    await super.captureFrame(frame);
    if (this.#frames++ > 0) return;
    this.first();
    this.onPlaybackStarted(Date.now());
  }
  flush() {
    super.flush();
    if (this.#frames === 0) return;
    const playbackPosition = this.#frames / 50;
    this.#frames = 0;
    setTimeout(() => {
      this.onPlaybackFinished({ playbackPosition, interrupted: false });
      this.finished();
    }, 40);
  }
  clearBuffer() {}
  pause() {}
  resume() {}
}

const open = async () => {
  const hearing = new Hearing();
  const speaker = new Speaker();
  const session = new voice.AgentSession({
    stt: hearing,
    llm: new Thinking(),
    tts: new Speaking(),
    vad: null,
    aecWarmupDuration: null,
    userAwayTimeout: null,
    turnHandling: {
      turnDetection: 'stt',
      endpointing: { minDelay: 0, maxDelay: 0 },
      interruption: { mode: 'vad' },
    },
  });
  session.input.audio = new Microphone();
  session.output.audio = speaker;
  await session.start({ agent: new voice.Agent({ instructions: 'Answer.' }), record: false });
  return { hearing, speaker, session };
};

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const limit = setTimeout(() => {
  process.stderr.write('the peer did not answer in two minutes\n');
  process.exit(1);
}, 120_000);
const sessions = await Promise.all(Array.from({ length: calls }, open));
await sleep(500);
const times = [];
for (let turn = 0; turn < turns; turn++) {
  await Promise.all(
    sessions.map(async ({ hearing, speaker }) => {
      const finished = new Promise((resolve) => (speaker.finished = resolve));
      const first = new Promise((resolve) => (speaker.first = resolve));
      const from = performance.now();
      hearing.streams.at(-1).hear(`my ac stopped cooling, turn ${turn}`);
      await first;
      times.push(performance.now() - from);
      await finished;
    }),
  );
  await sleep(100);
}
clearTimeout(limit);
process.stdout.write(`\n${JSON.stringify(times)}\n`);
process.exit(0);
