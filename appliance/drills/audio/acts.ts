import { QUESTION_OF } from '../caller/questions.ts';
import type { Question } from '../listen/question.ts';

/** The acts that a question heard by ear may have been; by ear they cannot be told apart. */
export const actsOf = (question: Question): readonly string[] =>
  Object.keys(QUESTION_OF).filter((act) => QUESTION_OF[act] === question);
