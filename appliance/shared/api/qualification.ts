import { Type, type Static } from 'typebox';

const Factor = Type.Union([
  Type.Literal('in_area'),
  Type.Literal('service_offered'),
  Type.Literal('decision_maker'),
  Type.Literal('urgency'),
  Type.Literal('ticket_size'),
  Type.Literal('member'),
]);

/** What a call is worth to the shop, as far as is known: why, factor by factor. It changes no one's place and refuses nobody. */
export const QualificationRecord = Type.Object({
  score: Type.Number({ description: 'sum of weight times value, 0 to 1, in thousandths' }),
  qualified: Type.Boolean({ description: 'the score reaches the threshold of the playbook' }),
  factors: Type.Array(
    Type.Object({
      factor: Factor,
      weight: Type.Number(),
      value: Type.Number({ description: '0 to 1' }),
      reason: Type.String({ description: 'a code: `served`, `not_known`, `owner`, `emergency` ...' }),
    }),
  ),
});
export type QualificationRecord = Static<typeof QualificationRecord>;
