import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallParts } from '#fakes/call-parts.ts';
import { CoreProcess } from '#fakes/core-process.ts';
import { silentLog } from '#observe/log.ts';
import { newId } from '#shared/ids.ts';
import type { CallCommand } from '#shared/link/commands.ts';
import { VoiceCall } from '#voice/calls/voice-call.ts';
import { LinkClient } from '#voice/link/client.ts';
import type { SpeakRequest, TextToSpeech } from '#voice/speech/ports.ts';
import { answerTraceAsk } from '#voice/trace/answer.ts';
import { Traces } from '#voice/trace/traces.ts';
import { type Figures, figuresOf } from './figures.ts';

/** A call as callers lead it: facts, and questions of theirs in between. Each line is answered with words. */
export const LINES = [
  'my ac stopped cooling this afternoon',
  'no nothing like that',
  'are you a real person',
  'my name is john miller',
  'yes thats right',
  'nine three seven five five five oh one four two',
  'can you say that again',
  'yes',
  'one twenty three oak street springfield ohio',
  'yes that is correct',
  'how much do you charge to come out',
];

const ANSWER_LIMIT_MS = 20_000;

const within = async <T>(ms: number, promise: Promise<T>, otherwise: string): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(otherwise)), ms);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
};

/** Sound at once: a packet's worth for any sentence. */
const instantVoice = (): TextToSpeech => {
  const info = { name: 'instant', bench: true, note: '' };
  return {
    info,
    current: info,
    available: true,
    workerPid: undefined,
    async *speak(_request: SpeakRequest) {
      yield new Int16Array(160);
    },
    render: async () => new Int16Array(160),
    prewarm: async () => 0,
    close: async () => undefined,
  };
};

/** One call of the real conductor on the real link; its line, ear and voice are the benchmark's. */
class BenchCall {
  readonly id = newId();
  readonly parts = new CallParts();
  readonly call: VoiceCall;
  #heardAt = 0;
  #answered: (ms: number) => void = () => undefined;
  #quiet: () => void = () => undefined;

  constructor(link: LinkClient) {
    const { leg } = this.parts;
    const play = leg.play.bind(leg);
    leg.play = (id, pcm, last) => {
      if (this.#heardAt > 0) this.#answered(performance.now() - this.#heardAt);
      this.#heardAt = 0;
      play(id, pcm, last);
    };
    this.call = new VoiceCall({
      ...this.parts.deps(),
      id: this.id,
      tts: instantVoice(),
      send: (body) => {
        if (body.kind === 'say.done') this.#quiet();
        return link.send(this.id, Date.now(), body);
      },
      sendVolatile: (body) => link.sendVolatile(this.id, Date.now(), body),
    });
  }

  /** Resolves when our sentence has been played and core can be spoken to. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#quiet = resolve;
    });
  }

  command(id: string, answers: number, body: CallCommand): void {
    this.call.command(id, answers, body);
  }

  /** @returns ms from the final text to the first sound handed to the line */
  say(text: string): Promise<number> {
    const utterance = this.parts.ear.begin();
    this.parts.ear.stop();
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#heardAt = performance.now();
      this.parts.ear.understood(utterance, text);
    });
  }
}

/**
 * `speech.final` to the first sound at the line: the conductor of voice in this process, core in its own with its database
 * on disk, the link between them. All calls speak at the same instant, which is the worst there is.
 */
export const measureOurs = async (calls: number, scripts: number): Promise<Figures> => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-overhead-'));
  const core = new CoreProcess(folder, '2026-03-04T10:10:00-05:00');
  const talks: BenchCall[] = [];
  const traces = new Traces(Date.now);
  const link = new LinkClient({
    socketPath: core.socketPath,
    bootId: newId(),
    log: silentLog(),
    snapshot: () => [],
    lines: () => [],
    engines: () => [],
    onCommand: ({ call, id, answers, body }) => talks.find((one) => one.id === call)?.command(id, answers, body),
    onAsk: (ask) => answerTraceAsk(traces, ask),
    onDial: () => undefined,
    onModes: () => undefined,
    onAcknowledged: () => undefined,
    onChange: () => undefined,
  });
  try {
    await core.start();
    link.start();
    while (!link.up) await new Promise((resolve) => setTimeout(resolve, 20));
    const times: number[] = [];
    for (let script = 0; script < scripts; script++) {
      const greeted = Array.from({ length: calls }, () => {
        const talk = new BenchCall(link);
        talks.push(talk);
        const quiet = talk.quiet();
        talk.call.start();
        return quiet;
      });
      await within(ANSWER_LIMIT_MS, Promise.all(greeted), 'a call was not greeted');
      for (const line of LINES) times.push(...(await oneTurn(link, talks, line)));
      for (const talk of talks.splice(0)) talk.call.end('the script is over');
      await link.settled(5000);
    }
    return figuresOf(calls, times);
  } finally {
    for (const talk of talks) talk.call.end('the benchmark is over');
    await link.settled(2000);
    link.close();
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** All calls say the line at once. @returns ms until each had its answer */
const oneTurn = async (link: LinkClient, talks: readonly BenchCall[], line: string): Promise<number[]> => {
  const quiet = Promise.all(talks.map((talk) => talk.quiet()));
  const answers = Promise.all(talks.map((talk) => talk.say(line)));
  const times = await within(ANSWER_LIMIT_MS, answers, `nobody answered ${JSON.stringify(line)}`);
  await within(ANSWER_LIMIT_MS, quiet, `the answer to ${JSON.stringify(line)} did not end`);
  // What was heard to its end is an event too: it is to be written before the next turn is timed.
  await link.settled(5000);
  return times;
};
