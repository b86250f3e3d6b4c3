import type { QualificationRecord } from '#shared/api/qualification.ts';
import type { Expectation } from '#shared/link/expectation.ts';
import type { Sentence, Whisper } from '#shared/link/commands.ts';
import type { ModelHelp } from './read/model/reading.ts';
import type { Outbound } from './state/outbound.ts';
import type { EarlierCall } from './state/resume.ts';
import type { ToolOutcome } from './tools.ts';

/** What may happen to a conversation. Times are ms since answer unless they say otherwise. */
export type ConversationEvent =
  | {
      readonly kind: 'started';
      readonly from: string;
      readonly bench: boolean;
      /** A call from the same number that broke off a short while ago. */
      readonly earlier?: EarlierCall;
      /** It is we who rang: `from` is then whom. */
      readonly outbound?: Omit<Outbound, 'reached'>;
    }
  | {
      readonly kind: 'speech';
      readonly utterance: string;
      readonly text: string;
      readonly startMs: number;
      readonly endMs: number;
      /** The say that had been heard to its end before this speech began: only such a read-back can be confirmed. */
      readonly after: string | null;
      /** The say it began during, if it interrupted one. */
      readonly during: string | null;
      /** What models made of these words, where they were asked. */
      readonly model?: ModelHelp;
    }
  | { readonly kind: 'partial'; readonly utterance: string; readonly text: string }
  | { readonly kind: 'heard'; readonly say: string; readonly complete: boolean; readonly heardText: string }
  | { readonly kind: 'silence'; readonly ms: number }
  | { readonly kind: 'key'; readonly digits: string }
  /** Whoever we rang is an answering machine, by its sound. */
  | { readonly kind: 'machine' }
  | { readonly kind: 'transfer'; readonly ok: boolean }
  /** `lost`: the line broke, nobody hung up. */
  | { readonly kind: 'hangup'; readonly lost?: boolean };

/** A slot as screens and the `talk` command show it. A secret value is replaced by `stored`. */
export interface SlotView {
  readonly value: unknown;
  readonly state: 'heard' | 'read_back' | 'confirmed' | 'unconfirmed';
}

/** What one event led to. Everything here is data; whoever runs the call carries it out. */
export interface TurnOutcome<State> {
  readonly state: State;
  /** Identifies the say this turn gives out; `heard` and `after` name it. Empty when nothing is said. */
  readonly sayId: string;
  readonly sentences: readonly Sentence[];
  readonly interruptible: boolean;
  /** True when the sentences hold the recording notice. */
  readonly notice: boolean;
  /** The sentences are for an answering machine: they are said once it records. */
  readonly afterTone: boolean;
  /** Which voice may say it; the budget may still say otherwise. */
  readonly tier: 'cost' | 'premium';
  /** What the call is worth by now; null where nothing was judged. */
  readonly qualification: QualificationRecord | null;
  /** Names of the acts said, for the record: `greet`, `ask_phone`, `read_back_phone`, `state_booking` ... */
  readonly acts: readonly string[];
  readonly tools: readonly ToolOutcome[];
  readonly expect: Expectation | null;
  readonly phase: string;
  readonly slots: Readonly<Record<string, SlotView>>;
  readonly urgency: string;
  /** The caller is to be handed to one of these people; whoever answers hears the whisper first. */
  readonly transfer: { readonly to: readonly string[]; readonly whisper: Whisper } | null;
  readonly ended: boolean;
  /** Utterances that are to be taken out of the recording. */
  readonly silence: readonly string[];
  /** Digits of a card were stored before anybody knew what they would be: where. */
  readonly card: { readonly utterances: readonly string[]; readonly keys: number; readonly turn: number } | null;
  /** True when the caller wants no recording, from this turn on: it ends and is deleted before anything is said. */
  readonly recordingOff: boolean;
  /** The line is to be closed after what is said. A caller who was handed to a person stays on it. */
  readonly hangup: boolean;
  /** Set once, when the call has an outcome: `booked`, `message`, `emergency`, `transferred`, `abandoned` ... */
  readonly outcome: string | null;
}
