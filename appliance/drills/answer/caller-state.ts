import type { Question } from '../listen/question.ts';
import type { SpokenWindow } from '../listen/window.ts';

/** What a caller remembers of the call so far. */
export interface CallerState {
  /** How often each question was asked. */
  readonly asked: Readonly<Partial<Record<Question, number>>>;
  /** Read-backs that were wrong, by fact. */
  readonly refused: Readonly<Record<string, number>>;
  /** Turns in a row that were not understood. */
  readonly lost: number;
  readonly turns: number;
  /** The wish for another time was spoken already. */
  readonly wished: boolean;
  /** The window the caller said yes to. */
  readonly chosen: SpokenWindow | null;
  /** The window the far end said is booked. */
  readonly booked: SpokenWindow | null;
  /** Facts read back and said to be right. */
  readonly agreed: readonly string[];
  /** The far end promised that somebody calls back. */
  readonly callBackPromised: boolean;
}

export const newCaller = (): CallerState => ({
  asked: {},
  refused: {},
  lost: 0,
  turns: 0,
  wished: false,
  chosen: null,
  booked: null,
  agreed: [],
  callBackPromised: false,
});

/** What the caller does next. */
export interface CallerAnswer {
  readonly state: CallerState;
  readonly question: Question | null;
  /** Null: stay silent and listen on. */
  readonly say: string | null;
  /** Keys to press in place of speech. */
  readonly press: string | null;
  /** Hang up after that. */
  readonly hangUp: boolean;
}
