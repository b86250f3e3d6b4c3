import { availableParallelism } from 'node:os';
import { runWorker, type Replies, type Worker } from '../process/child.ts';
import { encodeJson, FRAME, jsonOf, samplesOf, type Frame } from '../process/wire.ts';
import { checkSttModel } from './check-model.ts';
import type { Hearing, HearingModel } from './hearing.ts';
import { isStreaming, type SttEngine, type SttModel } from './model.ts';
import { loadStreamingModel } from './streaming-hearing.ts';
import { twoPass } from './two-pass.ts';
import { loadWholeModel } from './whole-hearing.ts';

interface Decode {
  readonly decode: number;
  readonly early: boolean;
}

interface Open {
  readonly hearing: Hearing;
  partialRuns: boolean;
  partialWanted: boolean;
  lastPartial: string;
}

const loadModel = async (model: SttModel): Promise<HearingModel> => {
  await checkSttModel(model);
  return isStreaming(model.kind)
    ? loadStreamingModel(model)
    : await loadWholeModel(model, Math.max(1, Math.floor(availableParallelism() / 2)));
};

class SttWorker implements Worker {
  private readonly model: HearingModel;
  private readonly replies: Replies;
  private readonly utterances = new Map<number, Open>();

  constructor(model: HearingModel, replies: Replies) {
    this.model = model;
    this.replies = replies;
  }

  onFrame(frame: Frame): void {
    if (frame.type === FRAME.open) {
      const { hotwords } = jsonOf<{ hotwords?: string }>(frame);
      this.utterances.set(frame.channel, {
        hearing: this.model.open(hotwords),
        partialRuns: false,
        partialWanted: false,
        lastPartial: '',
      });
      return;
    }
    const utterance = this.utterances.get(frame.channel);
    if (!utterance) return;
    if (frame.type === FRAME.audio) {
      utterance.hearing.accept(samplesOf(frame));
      void this.partial(frame.channel, utterance);
    } else if (frame.type === FRAME.decode) {
      void this.decode(frame.channel, utterance, jsonOf<Decode>(frame));
    } else if (frame.type === FRAME.drop) {
      utterance.hearing.close();
      this.utterances.delete(frame.channel);
    }
  }

  /** One look at a time; audio that came meanwhile is looked at afterwards. Skipped while the pipe is full. */
  private async partial(channel: number, utterance: Open): Promise<void> {
    utterance.partialWanted = true;
    if (utterance.partialRuns) return;
    utterance.partialRuns = true;
    while (utterance.partialWanted && !this.replies.full) {
      utterance.partialWanted = false;
      const text = await utterance.hearing.partial();
      if (text === null || text === utterance.lastPartial || this.replies.full) continue;
      utterance.lastPartial = text;
      this.replies.send(encodeJson(FRAME.partial, channel, { text }));
    }
    utterance.partialRuns = false;
  }

  private async decode(channel: number, utterance: Open, { decode, early }: Decode): Promise<void> {
    const text = early ? await utterance.hearing.early() : await utterance.hearing.decode();
    this.replies.send(encodeJson(FRAME.text, channel, { decode, text }));
  }
}

runWorker<SttEngine>(async (engine, replies) => {
  const first = await loadModel(engine.model);
  const model = engine.finalPass === undefined ? first : twoPass(first, await loadModel(engine.finalPass));
  return new SttWorker(model, replies);
});
