import { defineRoute, fileOf } from '../define-route.ts';
import { ImportPreview, ImportRecord, PreviewWish, StartWish, UploadQuery } from '../imports.ts';
import { PageRequest, pageOf } from '../page.ts';
import { ById } from './ids.ts';

const UNREADABLE = {
  'import.unknown': 404,
  'import.file_gone': 410,
  'import.workbook': 422,
  'import.not_text': 422,
  'import.empty': 422,
  'import.mapping': 422,
  'import.preset': 422,
  'import.failed': 500,
} as const;

export const listImports = defineRoute({
  id: 'listImports',
  method: 'GET',
  path: '/imports',
  summary: 'Files that were brought in, newest first',
  permission: 'import',
  query: PageRequest,
  replies: { 200: pageOf(ImportRecord) },
});

export const uploadImport = defineRoute({
  id: 'uploadImport',
  method: 'POST',
  path: '/imports',
  summary:
    'Give a CSV file to be imported; nothing lands before it is started. The same bytes again are the same import',
  permission: 'import',
  query: UploadQuery,
  body: fileOf('text/csv'),
  bodyLimit: 32 * 1024 * 1024,
  replies: { 201: ImportRecord },
});

export const getImport = defineRoute({
  id: 'getImport',
  method: 'GET',
  path: '/imports/:id',
  summary: 'How far an import is',
  permission: 'import',
  params: ById,
  replies: { 200: ImportRecord },
  fails: { 'import.unknown': 404 },
});

export const previewImport = defineRoute({
  id: 'previewImport',
  method: 'POST',
  path: '/imports/:id/preview',
  summary: 'What its columns are taken for, and what would become of its rows; nothing is changed',
  permission: 'import',
  params: ById,
  body: PreviewWish,
  replies: { 200: ImportPreview },
  fails: UNREADABLE,
});

export const startImport = defineRoute({
  id: 'startImport',
  method: 'POST',
  path: '/imports/:id/start',
  summary: 'Its rows begin to land; each lands or is listed with its reason',
  permission: 'import',
  params: ById,
  body: StartWish,
  replies: { 200: ImportRecord },
  fails: { 'import.unknown': 404, 'import.state': 409 },
});

export const undoImport = defineRoute({
  id: 'undoImport',
  method: 'POST',
  path: '/imports/:id/undo',
  summary: 'What it made goes again, but for what was changed since',
  permission: 'import',
  params: ById,
  replies: { 200: ImportRecord },
  fails: { 'import.unknown': 404, 'import.state': 409 },
});

export const getImportRejects = defineRoute({
  id: 'getImportRejects',
  method: 'GET',
  path: '/imports/:id/rejects',
  summary: 'The rows that did not land, as they stood in the file, with line and reason',
  permission: 'import',
  params: ById,
  replies: { 200: fileOf('text/csv') },
  fails: { 'import.unknown': 404, 'import.no_rejects': 404 },
});
