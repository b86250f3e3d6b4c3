import { ask, asked, callTool, end, say, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import { saysBye } from '../language/en-US/consent.ts';
import { declinesSurvey, readScore } from '../language/en-US/score.ts';
import { soundsUpset } from '../language/en-US/upset.ts';
import type { ToolOutcome } from '../tools.ts';

const BEST = 5;

/** Writes down what was said, once, as far as it was said. @returns false when there is nothing to write any more */
export const storeSurvey = (draft: Draft): boolean => {
  const { state, context } = draft;
  const { outbound, survey } = state;
  if (!survey || survey.step === 'stored' || !outbound?.visit) return false;
  survey.step = 'stored';
  const { low, reviewLink } = context.playbook.survey;
  const { score, comment, evidence } = survey;
  const attention = survey.attention || (score !== null && score <= low);
  callTool(draft, {
    name: 'record_survey',
    key: 'survey',
    args: {
      visitId: outbound.visit,
      score,
      comment,
      evidence,
      attention,
      reviewLink: score === BEST && !attention ? reviewLink : null,
    },
  });
  return true;
};

/** What was written. */
export const keepSurvey = ({ state }: Draft, outcome: Extract<ToolOutcome, { name: 'record_survey' }>): void => {
  if (!state.survey || !outcome.ok) return;
  const { taskId, reviewId } = outcome.result;
  state.survey.written = { taskId, reviewId };
  if (taskId !== null) state.records.messages = [...state.records.messages, taskId];
};

const part = (draft: Draft): void => {
  const { survey } = draft.state;
  if (survey?.written?.taskId != null) {
    say(draft, 'sorry_to_hear');
    say(draft, 'message_taken');
  } else if (survey?.score !== null) say(draft, survey?.written?.reviewId == null ? 'survey_thanks' : 'review_link');
  say(draft, 'goodbye');
  end(draft, survey?.score === null ? 'declined' : 'answered');
};

/** Two short questions about a visit that is over, in a call of ours; then goodbye. */
export const survey: Specialist = {
  phase: 'outbound',
  canHandle: ({ state }) => state.survey !== undefined,
  next: (draft) => {
    const { survey: about } = draft.state;
    if (!about) return;
    if (about.step === 'stored') part(draft);
    else if (about.step === 'score' && asked(draft, 'ask_score') < 2) {
      if (asked(draft, 'ask_score') === 0) say(draft, 'survey_intro');
      ask(draft, 'ask_score', 'choice');
    } else if (about.step === 'comment' && asked(draft, 'ask_comment') === 0) ask(draft, 'ask_comment', 'open');
    else storeSurvey(draft);
  },
  hears: {
    ask_score: (draft, heard) => hearScore(draft, heard),
    ask_comment: (draft, heard) => hearComment(draft, heard),
  },
};

const wantsSomebody = ({ reading, event, fresh }: Heard): boolean =>
  fresh.has('problem') || reading.intent === 'complaint' || soundsUpset(event.text);

const hearScore = (draft: Draft, heard: Heard): boolean => {
  const { survey: about } = draft.state;
  if (!about) return false;
  const { reading, event } = heard;
  if (wantsSomebody(heard)) about.attention = true;
  const score = readScore(event.text);
  if (score !== null) {
    about.score = score;
    about.evidence = { utterance: event.utterance, startMs: event.startMs };
    about.step = 'comment';
    if (about.attention) about.comment = event.text.trim();
    return true;
  }
  if (reading.answer !== 'no' && !declinesSurvey(event.text) && !saysBye(event.text)) {
    if (about.attention) about.comment = event.text.trim();
    return about.attention;
  }
  storeSurvey(draft);
  return true;
};

const hearComment = (draft: Draft, heard: Heard): boolean => {
  const { survey: about } = draft.state;
  if (!about) return false;
  const words = heard.event.text.trim();
  const nothing =
    (heard.reading.answer === 'no' || heard.reading.intent === 'goodbye') && words.split(/\s+/).length < 6;
  if (wantsSomebody(heard)) about.attention = true;
  if (!nothing || about.attention) about.comment = [about.comment, words].filter(Boolean).join('; ');
  storeSurvey(draft);
  return true;
};

/** Nobody answers: asked once more, then what was said is kept. @returns false when this is no such call */
export const silentSurvey = (draft: Draft): boolean => {
  const { survey: about, silences } = draft.state;
  if (!about) return false;
  if (about.step !== 'score' || silences > 1) storeSurvey(draft);
  else say(draft, 'are_you_there');
  return true;
};
