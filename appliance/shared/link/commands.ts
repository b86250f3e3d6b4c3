import { Type, type Static } from 'typebox';
import { Expectation } from './expectation.ts';

/** One sentence of speech. `clip` marks a fixed phrase that may come from (and go into) the rendered-clip cache. */
export const Sentence = Type.Object({ text: Type.String(), clip: Type.Optional(Type.Boolean()) });
export type Sentence = Static<typeof Sentence>;

/** What a person hears before they take a call: nothing of `briefing` is told until they are known to listen. */
export const Whisper = Type.Object({
  opening: Type.Array(Sentence),
  briefing: Type.Array(Sentence),
  question: Type.Array(Sentence),
});
export type Whisper = Static<typeof Whisper>;

export const CallCommand = Type.Union([
  Type.Object({
    kind: Type.Literal('say'),
    sentences: Type.Array(Sentence),
    /** False for the safety script and the recording notice: they are played to the end. */
    interruptible: Type.Boolean(),
    tier: Type.Union([Type.Literal('cost'), Type.Literal('premium')]),
    /** With the premium tier: characters that may be given to the premium voice for this say; the rest is spoken locally. */
    premiumCharacters: Type.Optional(Type.Integer({ minimum: 0 })),
    /** True when these sentences hold the recording notice: recording may start once they were played. */
    notice: Type.Optional(Type.Boolean()),
    /** For an answering machine: said once it records. */
    afterTone: Type.Optional(Type.Boolean()),
    expect: Type.Union([Expectation, Type.Null()]),
  }),
  Type.Object({ kind: Type.Literal('hangup'), reason: Type.String() }),
  /** Hands the caller to a person. Only people of the configuration are rung, whatever is asked for. */
  Type.Object({
    kind: Type.Literal('transfer'),
    /** Names of `transfer.to`, rung one after the other until one takes the call. */
    to: Type.Array(Type.String()),
    /** Said to whoever answers, before the caller is joined. */
    whisper: Whisper,
  }),
  /**
   * Takes what the caller says in these utterances out of the recording, one that has not ended to its end. `recording.silenced`
   * follows for each.
   */
  Type.Object({ kind: Type.Literal('silence'), utterances: Type.Array(Type.String()) }),
  /** The caller wants no recording: it ends and is deleted, and none begins any more. `recording.stopped` follows. */
  Type.Object({ kind: Type.Literal('record'), on: Type.Literal(false) }),
  /** The event was taken in and nothing is to be said: keep listening by this expectation. */
  Type.Object({ kind: Type.Literal('listen'), expect: Expectation }),
]);
export type CallCommand = Static<typeof CallCommand>;
