import { Type } from 'typebox';
import { AlertAcknowledgement, AlertRecord } from '../alerts.ts';
import { defineRoute } from '../define-route.ts';
import { ById } from './ids.ts';

export const listAlerts = defineRoute({
  id: 'listAlerts',
  method: 'GET',
  path: '/alerts',
  summary: 'Emergencies told up the on-call ladder, open ones first',
  permission: 'alerts.read',
  replies: { 200: Type.Object({ items: Type.Array(AlertRecord) }) },
});

export const acknowledgeAlert = defineRoute({
  id: 'acknowledgeAlert',
  method: 'POST',
  path: '/alerts/:id/acknowledge',
  summary: 'Somebody takes it: nobody further is told',
  permission: 'alerts.take',
  params: ById,
  body: AlertAcknowledgement,
  replies: { 200: AlertRecord },
  fails: { 'alert.unknown': 404 },
});
