import { Type } from 'typebox';
import { LineChange, LineEvent, LineRecord } from '../../lines/change.ts';
import { defineRoute } from '../define-route.ts';
import { PageRequest, pageOf } from '../page.ts';

const ByLine = Type.Object({
  line: Type.String({ minLength: 1, maxLength: 64, description: 'its name, or a number that rings it' }),
});
const Undo = Type.Object(
  {
    event: Type.String({ minLength: 1, maxLength: 128, description: 'the change to take back' }),
    who: LineChange.properties.who,
  },
  { additionalProperties: false },
);

export const listLines = defineRoute({
  id: 'listLines',
  method: 'GET',
  path: '/lines',
  summary: 'Lines: when the box answers them, and how they stand',
  permission: 'lines.read',
  replies: { 200: Type.Object({ items: Type.Array(LineRecord) }) },
});

export const getLine = defineRoute({
  id: 'getLine',
  method: 'GET',
  path: '/lines/:line',
  summary: 'One line',
  permission: 'lines.read',
  params: ByLine,
  replies: { 200: LineRecord },
  fails: { 'line.unknown': 404 },
  versioned: true,
});

export const changeLine = defineRoute({
  id: 'changeLine',
  method: 'PATCH',
  path: '/lines/:line',
  summary: 'Change when a line is answered; holds from the next call on',
  permission: 'lines.change',
  params: ByLine,
  body: LineChange,
  replies: { 200: LineRecord },
  fails: { 'line.unknown': 404, 'line.fallback': 400, 'line.mode': 409 },
  versioned: true,
});

export const undoLineChange = defineRoute({
  id: 'undoLineChange',
  method: 'POST',
  path: '/lines/:line/undo',
  summary: 'Put back what held before the last change',
  permission: 'lines.change',
  params: ByLine,
  body: Undo,
  replies: { 200: LineRecord },
  fails: { 'line.unknown': 404, 'line.changed_since': 409 },
  versioned: true,
});

export const lineHistory = defineRoute({
  id: 'lineHistory',
  method: 'GET',
  path: '/lines/:line/history',
  summary: 'Changes of a line, newest first',
  permission: 'lines.read',
  params: ByLine,
  query: PageRequest,
  replies: { 200: pageOf(LineEvent) },
  fails: { 'line.unknown': 404 },
});
