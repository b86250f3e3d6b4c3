import { defineRoute } from '../define-route.ts';
import { FinishedAnswer, FinishedVisit, SurveyQuery, SurveyReport } from '../surveys.ts';

export const listSurveys = defineRoute({
  id: 'listSurveys',
  method: 'GET',
  path: '/surveys',
  summary: 'What customers said of visits that are over',
  permission: 'surveys.read',
  query: SurveyQuery,
  replies: { 200: SurveyReport },
});

export const finishVisit = defineRoute({
  id: 'finishVisit',
  method: 'POST',
  path: '/visits/finish',
  summary: 'A visit is over: its customer is asked how it was, where the playbook wants that',
  permission: 'jobs.change',
  body: FinishedVisit,
  replies: { 200: FinishedAnswer },
  fails: { 'visit.none': 404 },
});
