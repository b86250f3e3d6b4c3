import { defineRoute } from '../define-route.ts';
import { NewOutboundCall, OutboundCallRecord } from '../outbound.ts';
import { PageRequest, pageOf } from '../page.ts';
import { ById } from './ids.ts';

export const listOutboundCalls = defineRoute({
  id: 'listOutboundCalls',
  method: 'GET',
  path: '/outbound-calls',
  summary: 'Calls of the box’s own, newest first',
  permission: 'calls.read',
  query: PageRequest,
  replies: { 200: pageOf(OutboundCallRecord) },
});

export const placeOutboundCall = defineRoute({
  id: 'placeOutboundCall',
  method: 'POST',
  path: '/outbound-calls',
  summary: 'Have the box ring somebody about a visit or a call that broke off, within the hours the owner allows',
  permission: 'calls.make',
  body: NewOutboundCall,
  replies: { 201: OutboundCallRecord },
  fails: { 'outbound.off': 409, 'outbound.nobody': 404, 'outbound.opted_out': 409, 'outbound.not_asked': 409 },
  creates: true,
});

export const cancelOutboundCall = defineRoute({
  id: 'cancelOutboundCall',
  method: 'POST',
  path: '/outbound-calls/:id/cancel',
  summary: 'Take back a call that waits',
  permission: 'calls.make',
  params: ById,
  replies: { 200: OutboundCallRecord },
  fails: { 'outbound.unknown': 404, 'outbound.begun': 409 },
});
