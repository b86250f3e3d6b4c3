import { messageOf } from '#shared/errors.ts';
import { runWorker, type Replies, type Worker } from '../process/child.ts';
import { encodeJson, encodeSamples, FRAME, jsonOf, type Frame } from '../process/wire.ts';
import { openEspeak, type Render } from './espeak.ts';
import { openNeural } from './neural.ts';
import { PROBE_TEXT, type Voice } from './voice.ts';

class TtsWorker implements Worker {
  private readonly render: Render;
  private readonly replies: Replies;
  private readonly jobs = new Map<number, AbortController>();

  constructor(render: Render, replies: Replies) {
    this.render = render;
    this.replies = replies;
  }

  onFrame(frame: Frame): void {
    if (frame.type === FRAME.say) void this.say(frame.channel, jsonOf<{ text: string }>(frame).text);
    else if (frame.type === FRAME.stop) this.jobs.get(frame.channel)?.abort();
  }

  private async say(job: number, text: string): Promise<void> {
    const stop = new AbortController();
    this.jobs.set(job, stop);
    try {
      const samples = await this.render(text, stop.signal);
      if (!stop.signal.aborted) this.replies.send(encodeSamples(FRAME.speech, job, samples));
    } catch (error) {
      if (!stop.signal.aborted) this.replies.send(encodeJson(FRAME.unspoken, job, { message: messageOf(error) }));
    } finally {
      this.jobs.delete(job);
    }
  }
}

runWorker<Voice>(async (voice, replies) => {
  const render = voice.kind === 'espeak-ng' ? openEspeak(voice) : await openNeural(voice);
  // A voice that cannot say one word is not ready.
  await render(PROBE_TEXT, new AbortController().signal);
  return new TtsWorker(render, replies);
});
