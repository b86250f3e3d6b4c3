import { Type } from 'typebox';
import { defineRoute } from '../define-route.ts';
import { HealthReport } from '../health.ts';

export const getHealth = defineRoute({
  id: 'health',
  method: 'GET',
  path: '/healthz',
  root: true,
  summary: 'What is well and what is not; 503 while calls may go unanswered',
  permission: 'anyone',
  replies: { 200: HealthReport, 503: HealthReport },
});

export const listenFeed = defineRoute({
  id: 'listenFeed',
  method: 'GET',
  path: '/feed',
  summary: 'The live feed of calls, as a WebSocket',
  permission: 'calls.read',
  replies: { 101: null },
  fails: { 'api.upgrade': 426 },
  socket: true,
});

export const getDescription = defineRoute({
  id: 'getDescription',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This description',
  permission: 'anyone',
  replies: { 200: Type.Unknown() },
});
