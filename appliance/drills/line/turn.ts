/** What came back from us for something the caller did. */
export interface Turn {
  readonly acts: readonly string[];
  /** Our words; '' when we only listen. */
  readonly text: string;
  /** What was said before the caller had ended, '' when nothing was. */
  readonly early: string;
  /** The conversation is over. */
  readonly ended: boolean;
  /** We close the line. */
  readonly hangup: boolean;
  /** How long core took, real ms. */
  readonly answerMs: number;
  /** The kind of an event that led to nothing at all: the caller would wait in silence. */
  readonly unanswered: string | null;
}
