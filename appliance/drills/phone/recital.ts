import type { CallEnd } from '#voice/sip/session/call.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { PhoneCall, SpokenTimes } from './handset.ts';
import { TurnQueue } from './turn-queue.ts';

export interface RecitalTurn {
  /** '' when the far end said nothing before the line. */
  readonly heard: string;
  readonly said: string | null;
  /** From our last loud sample to the far end's next one, ms. */
  readonly gapMs: number | null;
}

export interface RecitalOptions {
  readonly call: PhoneCall;
  readonly stt: SpeechToText;
  readonly voice: TextToSpeech;
  readonly lines: readonly string[];
  readonly onTurn?: (turn: RecitalTurn) => void;
  /** A far end that says nothing for this long is spoken to all the same. */
  readonly silenceMs?: number;
}

/** Speaks lines into a call, each once the far end has spoken and fallen silent, and hears the answer to the last. */
export class Recital {
  readonly #options: RecitalOptions;

  constructor(options: RecitalOptions) {
    this.#options = options;
  }

  async run(): Promise<{ turns: RecitalTurn[]; ended: CallEnd; spoken: number }> {
    const { call, stt, voice, lines, onTurn, silenceMs = 8000 } = this.#options;
    const queue = new TurnQueue({ call, stt, isComplete: () => true });
    const turns: RecitalTurn[] = [];
    let times: SpokenTimes | null = null;
    let spoken = 0;
    let live = true;
    void call.ended.then(() => {
      live = false;
    });
    for (const line of [...lines, null]) {
      const turn = await queue.next(silenceMs);
      if (!live && !turn) break;
      const gapMs = turn && times ? Math.round((turn.pieces[0]?.startMs ?? 0) - times.speechEndMs) : null;
      times = line === null ? null : await call.play(await voice.render({ text: line }));
      if (times) spoken++;
      const record = { heard: turn?.text ?? '', said: times ? line : null, gapMs };
      turns.push(record);
      onTurn?.(record);
    }
    call.hangup();
    const ended = await call.ended;
    queue.close();
    return { turns, ended, spoken };
  }
}
