import type { HeardPiece } from './listening.ts';
import { TurnQueue } from './turn-queue.ts';
import type { PhoneCall, SpokenTimes } from './handset.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { PhoneCaller } from '../answer/phone-caller.ts';
import type { CallerState } from '../answer/caller-state.ts';
import { isFiller, questionIn } from '../listen/question.ts';

/** One exchange: what the caller heard, and what it said to that. Times are media time of the call, ms. */
export interface CallerTurn {
  readonly heard: string;
  readonly heardAtMs: number;
  readonly said: string | null;
  readonly saidAtMs: number | null;
  /** From the caller's last loud sample before this turn to the answer's first one, fillers not counted. */
  readonly voiceToVoiceMs: number | null;
}

export interface ConversationResult {
  readonly turns: readonly CallerTurn[];
  readonly state: CallerState;
  readonly ended: CallEnd;
  /** The caller hung up first, at the end of its own conversation. */
  readonly finished: boolean;
}

export interface ConversationOptions {
  readonly call: PhoneCall;
  readonly caller: PhoneCaller;
  readonly stt: SpeechToText;
  readonly voice: Pick<TextToSpeech, 'render'>;
  readonly onTurn?: (turn: CallerTurn) => void;
  /** The far end may be silent this long before the caller gives up. */
  readonly silenceMs?: number;
}

/** A person does not answer in the same instant. */
const THINK_MS = 120;
/** After a goodbye the far end may hang up first. */
const GOODBYE_MS = 2500;

/** The first piece that is the answer itself and no filler. */
const answerStart = (pieces: readonly HeardPiece[]): number | null =>
  pieces.find(({ text }) => !isFiller(text))?.startMs ?? null;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Carries one call through: listens, decides, speaks, until either side hangs up. */
export const converse = async (options: ConversationOptions): Promise<ConversationResult> => {
  const { call, caller, voice } = options;
  const turns: CallerTurn[] = [];
  const queue = new TurnQueue({ call, stt: options.stt, isComplete: (text) => questionIn(text) !== null });
  let spoken: SpokenTimes | null = null;
  let finished = false;
  for (;;) {
    const turn = await queue.next(options.silenceMs ?? 20_000);
    if (!turn) break;
    const heardAtMs = answerStart(turn.pieces);
    const reply = caller.hear(turn.text);
    const gap = heardAtMs === null || spoken === null ? null : heardAtMs - spoken.speechEndMs;
    const done = (said: string | null, saidAtMs: number | null): void => {
      const record: CallerTurn = {
        heard: turn.text,
        heardAtMs: turn.pieces[0]?.startMs ?? 0,
        said,
        saidAtMs,
        voiceToVoiceMs: gap === null || gap < 0 ? null : Math.round(gap),
      };
      turns.push(record);
      options.onTurn?.(record);
    };
    if (heardAtMs !== null) spoken = null;
    if (reply.press !== null) call.press(reply.press);
    if (reply.say === null) done(null, null);
    else {
      const [pcm] = await Promise.all([voice.render({ text: reply.say }), pause(THINK_MS)]);
      const times = call.play(pcm);
      const said = await times;
      spoken = said;
      done(reply.say, said?.startMs ?? null);
    }
    if (reply.hangUp) {
      finished = true;
      await Promise.race([call.ended, pause(reply.say === null ? GOODBYE_MS : 300)]);
      break;
    }
  }
  call.hangup();
  const ended = await call.ended;
  queue.close();
  return { turns, state: caller.state, ended, finished };
};
