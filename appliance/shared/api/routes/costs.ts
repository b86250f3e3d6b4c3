import { Type } from 'typebox';
import { CostReports } from '../cost.ts';
import { defineRoute } from '../define-route.ts';

export const getCosts = defineRoute({
  id: 'getCosts',
  method: 'GET',
  path: '/costs',
  summary: 'What a day and its month have cost, by kind and against the budget',
  permission: 'costs.read',
  query: Type.Object(
    {
      date: Type.Optional(
        Type.String({
          pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
          description: 'local day of the shop; today when left out',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  replies: { 200: CostReports },
});
