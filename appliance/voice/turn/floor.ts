import type { ExpectKind } from '#shared/link/expectation.ts';
import { isBackchannel, takesFloor, wordsOf } from './words.ts';

/** Sound shorter than this without words is a cough or a door, ms of voice. */
export const COUGH_MS = 350;
/** Talk this long takes the floor whatever the words may be, ms since its start. */
export const TAKES_FLOOR_MS = 1200;
/** How long a pause waits for the words of what was said, ms since its end. */
export const WORDS_WITHIN_MS = 1500;

/** What we are saying. */
export interface FloorSay {
  readonly id: string;
  readonly interruptible: boolean;
  /** What the caller is to answer after it. */
  readonly expect: ExpectKind | null;
  /** The question that wants the answer is being heard: "yes" before it is mere listening. */
  readonly asked: boolean;
  /** Played so far, ms. */
  readonly heardMs: number;
}

interface Talk {
  readonly startMs: number;
  /** Words so far. */
  readonly text: string;
  /** End of the talk when it is over, and how much voice it held. */
  readonly ended: { readonly atMs: number; readonly voicedMs: number } | null;
}

/**
 *             say            caller speaks (interruptible)
 *     idle ---------> speaking ---------------------------> paused
 *      ^  ^              |  ^                                |  |
 *      |  +--------------+  +---- cough, "mm-hm": resume ----+  | words, or talk for long: stop
 *      |       played out                                       v
 *      +--------------------------------------------------- listening
 *                       caller's turn is over
 */
export type FloorState =
  | { readonly kind: 'idle' }
  /** We play. `talk` is what the caller says meanwhile: over a say that must be heard, or just after a resume. */
  | { readonly kind: 'speaking'; readonly say: FloorSay; readonly talk: Talk | null }
  /** Playout stands still while we find out what the caller's sound was. */
  | { readonly kind: 'paused'; readonly say: FloorSay; readonly talk: Talk }
  /** The caller has the floor. */
  | { readonly kind: 'listening'; readonly talk: Talk };

/** Times are media ms. */
export type FloorInput =
  | { readonly kind: 'say.begin'; readonly say: Omit<FloorSay, 'asked' | 'heardMs'>; readonly atMs: number }
  | { readonly kind: 'say.asks'; readonly id: string }
  | { readonly kind: 'say.played'; readonly id: string; readonly heardMs: number }
  /** Everything of the say was played, or it was taken back from outside. */
  | { readonly kind: 'say.end'; readonly id: string }
  | { readonly kind: 'speech.start'; readonly atMs: number }
  | { readonly kind: 'speech.end'; readonly atMs: number; readonly voicedMs: number }
  /** A partial or the final text of the talk. */
  | { readonly kind: 'words'; readonly text: string; readonly final: boolean; readonly atMs: number }
  | { readonly kind: 'tick'; readonly atMs: number };

type SoundInput = Exclude<FloorInput, { kind: 'say.begin' | 'say.asks' | 'say.played' | 'say.end' }>;

export type FloorOutput =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Drop the rest of the say: it was interrupted after `heardMs`. */
  | { readonly kind: 'stop'; readonly id: string; readonly heardMs: number };

export interface FloorStep {
  readonly state: FloorState;
  readonly output: FloorOutput | null;
}

const stay = (state: FloorState): FloorStep => ({ state, output: null });

const resume = (say: FloorSay, talk: Talk | null): FloorStep => ({
  state: { kind: 'speaking', say, talk },
  output: { kind: 'resume' },
});

const stop = (say: FloorSay, talk: Talk): FloorStep => ({
  state: talk.ended === null ? { kind: 'listening', talk } : { kind: 'idle' },
  output: { kind: 'stop', id: say.id, heardMs: say.heardMs },
});

/** What is said now may answer what we ask. */
export const awaitsAnswer = ({ asked, expect }: FloorSay): boolean => asked && expect === 'yes_no';

/** Somebody wants the floor. Words that may yet change must be plain: we stand still meanwhile, so that waiting costs nothing. */
const substantive = (say: FloorSay, text: string, final: boolean): boolean => {
  if (wordsOf(text).length === 0 || isBackchannel(text, awaitsAnswer(say))) return false;
  return final || awaitsAnswer(say) || takesFloor(text);
};

const whilePaused = (say: FloorSay, talk: Talk, input: SoundInput): FloorStep => {
  const answer = (next: Talk, final: boolean, atMs: number): FloorStep => {
    if (substantive(say, next.text, final)) return stop(say, next);
    const listening = isBackchannel(next.text, awaitsAnswer(say));
    if (next.ended === null) {
      // Mere sounds of listening can go on for long; anything else that goes on is somebody talking.
      const long = atMs - next.startMs >= TAKES_FLOOR_MS;
      return long && !listening ? stop(say, next) : stay({ kind: 'paused', say, talk: next });
    }
    const waited = atMs - next.ended.atMs >= WORDS_WITHIN_MS;
    const harmless = listening || next.ended.voicedMs < COUGH_MS;
    return harmless || final || waited ? resume(say, next) : stay({ kind: 'paused', say, talk: next });
  };
  switch (input.kind) {
    case 'words':
      return answer({ ...talk, text: input.text }, input.final, input.atMs);
    case 'speech.start':
      return stay({ kind: 'paused', say, talk: { startMs: input.atMs, text: '', ended: null } });
    case 'speech.end':
      return answer({ ...talk, ended: { atMs: input.atMs, voicedMs: input.voicedMs } }, false, input.atMs);
    case 'tick':
      return answer(talk, false, input.atMs);
  }
};

const whileSpeaking = (say: FloorSay, talk: Talk | null, input: SoundInput): FloorStep => {
  switch (input.kind) {
    case 'speech.start': {
      const begun = { startMs: input.atMs, text: '', ended: null };
      return say.interruptible
        ? { state: { kind: 'paused', say, talk: begun }, output: { kind: 'pause' } }
        : stay({ kind: 'speaking', say, talk: begun });
    }
    case 'words': {
      if (talk === null) return stay({ kind: 'speaking', say, talk });
      const next = { ...talk, text: input.text };
      // Taken for a cough, and then it had words: the say gives way after all.
      if (say.interruptible && substantive(say, input.text, input.final)) return stop(say, next);
      return stay({ kind: 'speaking', say, talk: input.final ? null : next });
    }
    case 'speech.end': {
      if (talk === null) return stay({ kind: 'speaking', say, talk });
      return stay({ kind: 'speaking', say, talk: { ...talk, ended: { atMs: input.atMs, voicedMs: input.voicedMs } } });
    }
    case 'tick':
      return stay({ kind: 'speaking', say, talk });
  }
};

/** A say takes the floor; over a talking caller an interruptible one waits, one that must be heard does not. */
const begin = (say: FloorSay, talk: Talk | null): FloorStep =>
  talk !== null && talk.ended === null && say.interruptible
    ? { state: { kind: 'paused', say, talk }, output: { kind: 'pause' } }
    : stay({ kind: 'speaking', say, talk });

const talkOf = (state: FloorState): Talk | null => (state.kind === 'idle' ? null : state.talk);

/** One step of the floor machine: who may speak. Pure; pause first, decide when the sound is understood. */
export const floor = (state: FloorState, input: FloorInput): FloorStep => {
  if (input.kind === 'say.begin') return begin({ ...input.say, asked: false, heardMs: 0 }, talkOf(state));
  if (input.kind === 'say.played' || input.kind === 'say.asks') {
    if ((state.kind !== 'speaking' && state.kind !== 'paused') || state.say.id !== input.id) return stay(state);
    const progress = input.kind === 'say.asks' ? { asked: true } : { heardMs: input.heardMs };
    return stay({ ...state, say: { ...state.say, ...progress } });
  }
  if (input.kind === 'say.end') {
    if ((state.kind !== 'speaking' && state.kind !== 'paused') || state.say.id !== input.id) return stay(state);
    const { talk } = state;
    return stay(talk !== null && talk.ended === null ? { kind: 'listening', talk } : { kind: 'idle' });
  }
  switch (state.kind) {
    case 'speaking':
      return whileSpeaking(state.say, state.talk, input);
    case 'paused':
      return whilePaused(state.say, state.talk, input);
    case 'idle':
      if (input.kind !== 'speech.start') return stay(state);
      return stay({ kind: 'listening', talk: { startMs: input.atMs, text: '', ended: null } });
    case 'listening':
      if (input.kind === 'speech.end') return stay({ kind: 'idle' });
      if (input.kind === 'words') return stay({ kind: 'listening', talk: { ...state.talk, text: input.text } });
      return stay(state);
  }
};

export const idleFloor: FloorState = { kind: 'idle' };
