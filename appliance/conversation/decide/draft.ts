import type { ExpectKind, Expectation } from '#shared/link/expectation.ts';
import type { Reading } from '../reading.ts';
import type { Act, ActName } from '../say/acts.ts';
import type { CallState, Phase } from '../state/state.ts';
import type { ToolCall } from '../tools.ts';
import type { ConversationEvent, TurnOutcome } from '../turn-types.ts';
import type { DecideContext } from './context.ts';

export type SpeechEvent = Extract<ConversationEvent, { kind: 'speech' }>;

/** A decision being made: a private copy of the state, and what came of it so far. */
export interface Draft {
  readonly state: CallState;
  readonly context: DecideContext;
  readonly acts: Act[];
  readonly tools: ToolCall[];
  expect: Expectation | null;
  /** Names of those to be rung for the caller. */
  transfer: readonly string[] | null;
  hangup: boolean;
  /** Utterances that are to be taken out of the recording. */
  readonly silence: string[];
  /** Where digits of a card were stored by now. */
  card: TurnOutcome<unknown>['card'];
  /** True once there is a question, a tool call, a transfer or an end: nothing more is to be decided now. */
  settled: boolean;
}

/** What one utterance brought, as the specialists see it. */
export interface Heard {
  readonly reading: Reading;
  readonly event: SpeechEvent;
  /** Facts that this utterance set or changed. */
  readonly fresh: ReadonlySet<string>;
}

/** One concern of a call. The supervisor asks the first that can handle the state what comes next. */
export interface Specialist {
  readonly phase: Phase;
  canHandle(draft: Draft): boolean;
  next(draft: Draft): void;
  /** For each question of this specialist: takes the answer in, and tells whether it was one. */
  readonly hears?: Readonly<Partial<Record<ActName, (draft: Draft, heard: Heard) => boolean>>>;
}

/** How long a caller may think, ms, before silence is reported. */
const TIMEOUTS: Readonly<Record<ExpectKind, number>> = {
  open: 7000,
  yes_no: 7000,
  choice: 7000,
  name: 7000,
  spelling: 9000,
  phone: 9000,
  address: 9000,
  code: 9000,
};

export const say = (draft: Draft, name: ActName, more: Omit<Act, 'name'> = {}): void => {
  draft.acts.push({ name, ...more });
};

/** Asks a question: the last thing of a turn. */
export const ask = (draft: Draft, name: ActName, kind: ExpectKind, more: Omit<Act, 'name'> = {}): void => {
  const { state } = draft;
  const times = state.asks[name] ?? 0;
  state.asks[name] = times + 1;
  if (state.pending?.act !== name) state.keys = '';
  state.pending = { act: name, kind, turn: state.turn + 1 };
  draft.acts.push({ name, variant: times, ...more });
  draft.expect = { kind, timeoutMs: TIMEOUTS[kind] };
  draft.settled = true;
};

export const asked = (draft: Draft, name: ActName): number => draft.state.asks[name] ?? 0;

export const callTool = (draft: Draft, tool: ToolCall): void => {
  draft.tools.push(tool);
  draft.settled = true;
};

/** Ends the call after what was said in this turn. */
export const end = (draft: Draft, outcome: string): void => {
  const { state } = draft;
  state.ended = true;
  state.phase = 'ended';
  state.pending = null;
  state.outcome ??= outcome;
  draft.expect = null;
  draft.hangup = true;
  draft.settled = true;
};

/** Asking the same again is no failure of the question: it keeps its first wording and its count. */
export const askAgainUncounted = (draft: Draft): void => {
  const { state } = draft;
  const act = state.pending?.act;
  const repeats = (state.asks['repeats'] ?? 0) + 1;
  state.asks['repeats'] = repeats;
  if (act !== undefined && repeats <= 8) state.asks[act] = Math.max(0, (state.asks[act] ?? 1) - 1);
  if (state.readBack) state.readBack = null;
};

/** The expectation that still holds when nothing new is said. */
export const keepListening = (draft: Draft): void => {
  const { pending } = draft.state;
  draft.expect = pending ? { kind: pending.kind, timeoutMs: TIMEOUTS[pending.kind] } : null;
  draft.settled = true;
};

/** Hands the wish to a person, in the way of the message specialist. The first reason stands. */
export const wantMessage = (
  draft: Draft,
  reason: string,
  options: { text?: string | null; askText?: boolean; askPhone?: boolean } = {},
): void => {
  draft.state.message ??= {
    reason,
    text: options.text ?? null,
    askText: options.askText ?? false,
    askPhone: options.askPhone ?? false,
    taken: false,
  };
};

const RANK = { routine: 0, urgent: 1, emergency: 2, life_safety: 3 } as const;

/** The graver of two. */
export const graver = (a: CallState['urgency'], b: CallState['urgency'] = 'routine'): CallState['urgency'] =>
  RANK[a] >= RANK[b] ? a : b;

/** Urgency only rises while one matter is talked of. */
export const raiseUrgency = (state: CallState, urgency: CallState['urgency']): void => {
  if (RANK[urgency] > RANK[state.urgency]) state.urgency = urgency;
};
