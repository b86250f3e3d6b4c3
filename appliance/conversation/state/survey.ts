import type { SpokenEvidence } from '../sales-tools.ts';

/** Two questions about a visit that is over. */
export interface Survey {
  step: 'score' | 'comment' | 'stored';
  /** 1 to 5. */
  score: number | null;
  comment: string | null;
  evidence: SpokenEvidence | null;
  /** What was said wants a person, whatever the score. */
  attention: boolean;
  /** What was written: whether a person calls, whether a link was promised. */
  written?: { readonly taskId: string | null; readonly reviewId: string | null };
}

export const newSurvey = (): Survey => ({
  step: 'score',
  score: null,
  comment: null,
  evidence: null,
  attention: false,
});
