import { Type, type Static } from 'typebox';

const nullable = <
  T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer> | ReturnType<typeof Type.Number>,
>(
  schema: T,
) => Type.Union([schema, Type.Null()]);

/** Which answers are wanted. */
export const SurveyQuery = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 3650, default: 90, description: 'asked in the last so many days' }) },
  { additionalProperties: false },
);

/** What customers said of visits that are over. */
export const SurveyReport = Type.Object({
  since: Type.Integer({ description: 'epoch ms, UTC' }),
  asked: Type.Integer(),
  answered: Type.Integer({ description: 'with a score' }),
  mean: nullable(Type.Number({ description: '1 to 5' })),
  counts: Type.Array(Type.Integer(), { description: 'how often each score, 1 to 5' }),
  items: Type.Array(
    Type.Object({
      jobNumber: Type.String(),
      channel: Type.String({ description: 'sms, call' }),
      status: Type.String({ description: 'asked, answered, declined' }),
      askedAt: Type.Integer(),
      answeredAt: nullable(Type.Integer()),
      score: nullable(Type.Integer()),
      comment: nullable(Type.String()),
      callId: nullable(Type.String()),
      taskId: nullable(Type.String()),
    }),
    { description: 'newest first, at most 500' },
  ),
});
export type SurveyReport = Static<typeof SurveyReport>;

/** A visit is over, somebody of the shop says. */
export const FinishedVisit = Type.Object(
  {
    job: Type.String({ pattern: '^[Jj]-?\\d{1,9}$', description: 'J-1042' }),
    who: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { additionalProperties: false },
);
export type FinishedVisit = Static<typeof FinishedVisit>;

export const FinishedAnswer = Type.Object({
  jobNumber: Type.String(),
  /** The job has no other visit to come. */
  jobDone: Type.Boolean(),
  notAsked: nullable(
    Type.String({
      description:
        'why the customer is not asked how it was: off, emergency, no_number, opted_out, complaint, asked_lately, answered; null when they are',
    }),
  ),
});
export type FinishedAnswer = Static<typeof FinishedAnswer>;
