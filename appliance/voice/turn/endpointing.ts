import type { ExpectKind } from '#shared/link/expectation.ts';
import { judgePartial, type JudgePartial } from './completeness.ts';
import { silenceLimit } from './silence-limits.ts';

/** Speech, in frames of 20 ms with the odd gap, before the caller counts as speaking. Shorter is a click. */
export const ONSET_MS = 60;
/** Sound kept from before the onset, so that a soft first consonant is not lost. */
export const PRE_ROLL_MS = 300;
/** A turn is cut after this long; what follows is another utterance. */
export const MAX_UTTERANCE_MS = 30_000;
const FRAME_MS = 20;

interface Common {
  readonly expect: ExpectKind;
  /** Where the last utterance ended: the next one's pre-roll does not reach behind it. */
  readonly endedMs: number;
}

/**
 *              ONSET_MS of voice
 *     quiet ----------------------> speaking
 *       ^                              |
 *       +------------------------------+   silence >= limit(expect, partial), or the cap
 */
export type EndpointingState =
  /** Nobody speaks; `onset` is how much of a beginning was heard since `onsetMs`. */
  | (Common & { readonly kind: 'quiet'; readonly onset: number; readonly onsetMs: number })
  /** The caller speaks, or pauses in speaking. */
  | (Common & {
      readonly kind: 'speaking';
      readonly startMs: number;
      readonly fromMs: number;
      /** End of the last frame with voice. */
      readonly voicedMs: number;
      /** Sum of frames with voice. */
      readonly voiced: number;
      /** The longest pause after which the caller went on. */
      readonly pausedMs: number;
      /** What the sound of the turn up to `atMs` (the end of its last voice) tells: it is over, or it goes on. */
      readonly sounds: { readonly over: boolean; readonly atMs: number } | null;
      readonly partial: string;
    });

/** `atMs` is the media time at which the frame begins. */
export type EndpointingInput =
  | { readonly kind: 'frame'; readonly voiced: boolean; readonly atMs: number }
  | { readonly kind: 'partial'; readonly text: string }
  /** Judged from the sound that ended with the voice at `voicedMs`. */
  | { readonly kind: 'sounds'; readonly over: boolean; readonly voicedMs: number }
  | { readonly kind: 'expect'; readonly expect: ExpectKind };

export type EndpointingOutput =
  /** Audio from `fromMs` on belongs to the utterance; voice was first heard at `startMs`. */
  | { readonly kind: 'speech.start'; readonly startMs: number; readonly fromMs: number }
  | {
      readonly kind: 'speech.end';
      readonly startMs: number;
      readonly fromMs: number;
      /** End of the last frame with voice. */
      readonly endMs: number;
      /** Sum of frames with voice, ms: a cough has little. */
      readonly voicedMs: number;
      /** Silence waited for, ms. */
      readonly endpointMs: number;
      readonly reason: 'silence' | 'cap';
    };

export interface EndpointingStep {
  readonly state: EndpointingState;
  readonly output: EndpointingOutput | null;
}

export const quietState = (expect: ExpectKind = 'open', endedMs = 0): EndpointingState => ({
  kind: 'quiet',
  expect,
  endedMs,
  onset: 0,
  onsetMs: 0,
});

type Quiet = Extract<EndpointingState, { kind: 'quiet' }>;
type Speaking = Extract<EndpointingState, { kind: 'speaking' }>;

const whileQuiet = (state: Quiet, voiced: boolean, atMs: number): EndpointingStep => {
  const onset = Math.max(0, state.onset + (voiced ? FRAME_MS : -FRAME_MS));
  const onsetMs = voiced && state.onset === 0 ? atMs : state.onsetMs;
  if (onset < ONSET_MS) return { state: { ...state, onset, onsetMs }, output: null };
  const fromMs = Math.max(state.endedMs, onsetMs - PRE_ROLL_MS, 0);
  return {
    state: {
      kind: 'speaking',
      expect: state.expect,
      endedMs: state.endedMs,
      startMs: onsetMs,
      fromMs,
      voicedMs: atMs + FRAME_MS,
      voiced: onset,
      pausedMs: 0,
      sounds: null,
      partial: '',
    },
    output: { kind: 'speech.start', startMs: onsetMs, fromMs },
  };
};

/** A judgement holds until the caller speaks on. */
const soundsNow = ({ sounds, voicedMs }: Speaking): boolean | null => (sounds?.atMs === voicedMs ? sounds.over : null);

const whileSpeaking = (state: Speaking, voiced: boolean, atMs: number, judge: JudgePartial): EndpointingStep => {
  const now = atMs + FRAME_MS;
  const pausedMs = Math.max(state.pausedMs, atMs - state.voicedMs);
  const next: Speaking = voiced ? { ...state, voicedMs: now, voiced: state.voiced + FRAME_MS, pausedMs } : state;
  const silent = now - next.voicedMs;
  const capped = now - next.fromMs >= MAX_UTTERANCE_MS;
  if (!capped && (voiced || silent < silenceLimit({ ...next, sounds: soundsNow(next) }, judge)))
    return { state: next, output: null };
  const { startMs, fromMs, voicedMs } = next;
  return {
    state: quietState(next.expect, now),
    output: {
      kind: 'speech.end',
      startMs,
      fromMs,
      endMs: voicedMs,
      voicedMs: next.voiced,
      endpointMs: silent,
      reason: capped ? 'cap' : 'silence',
    },
  };
};

/** One step of the end-of-turn machine. Pure: time comes with the frames. */
export const endpointing = (
  state: EndpointingState,
  input: EndpointingInput,
  judge: JudgePartial = judgePartial,
): EndpointingStep => {
  if (input.kind === 'expect') return { state: { ...state, expect: input.expect }, output: null };
  if (input.kind === 'partial') {
    return { state: state.kind === 'speaking' ? { ...state, partial: input.text } : state, output: null };
  }
  if (input.kind === 'sounds') {
    const sounds = { over: input.over, atMs: input.voicedMs };
    return { state: state.kind === 'speaking' ? { ...state, sounds } : state, output: null };
  }
  return state.kind === 'quiet'
    ? whileQuiet(state, input.voiced, input.atMs)
    : whileSpeaking(state, input.voiced, input.atMs, judge);
};
