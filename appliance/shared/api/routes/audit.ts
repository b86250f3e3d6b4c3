import { Type } from 'typebox';
import { AuditEntryRecord, AuditVerdictRecord } from '../access.ts';
import { defineRoute } from '../define-route.ts';

export const listAudit = defineRoute({
  id: 'listAudit',
  method: 'GET',
  path: '/audit',
  summary: 'Who did what, newest first',
  permission: 'audit.read',
  query: Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    before: Type.Optional(Type.Integer({ minimum: 1, description: 'only entries with a smaller number' })),
  }),
  replies: { 200: Type.Object({ items: Type.Array(AuditEntryRecord) }) },
});

export const verifyAudit = defineRoute({
  id: 'verifyAudit',
  method: 'POST',
  path: '/audit/verify',
  summary: 'Read the whole log again: what was changed or cut off past the box is told',
  permission: 'audit.read',
  replies: { 200: AuditVerdictRecord },
});
