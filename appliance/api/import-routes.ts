import { basename, dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '#shared/access/principal.ts';
import type { ImportKind, ImportMapping, ImportPreview, ImportRecord } from '#shared/api/imports.ts';
import type { Page, PageRequest } from '#shared/api/page.ts';
import {
  getImport,
  getImportRejects,
  listImports,
  previewImport,
  startImport,
  undoImport,
  uploadImport,
} from '#shared/api/routes/imports.ts';
import { PilotError } from '#shared/errors.ts';
import { mount } from './mount.ts';

/** Files of the office on their way into the records. What reads and lands them is not on core's own loop. */
export interface Imports {
  list(request: PageRequest): Promise<Page<ImportRecord>>;
  one(id: string): Promise<ImportRecord>;
  rejectsPath(id: string): Promise<string | null>;
  upload(
    file: { readonly kind: ImportKind; readonly fileName: string },
    bytes: Buffer,
    actor: string,
  ): Promise<ImportRecord>;
  preview(
    id: string,
    wish: { readonly mapping: ImportMapping | null; readonly preset: string | null },
  ): Promise<ImportPreview>;
  start(id: string, mapping: ImportMapping): Promise<ImportRecord>;
  undo(id: string, actor: string): Promise<ImportRecord>;
}

const noRejects = (): PilotError =>
  new PilotError('import.no_rejects', 'There is no file of rejected rows.', {
    fix: 'All rows landed, or the file has been removed after a month: the import tells how many were rejected.',
  });

/** Bringing files in. */
export const importRoutes = (app: FastifyInstance, imports: Imports): void => {
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  mount(app, listImports, async ({ query }) => {
    const { items, next } = await imports.list(query);
    return { items: [...items], next };
  });
  mount(app, uploadImport, ({ body, principal, query }) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    return imports.upload({ kind: query.kind, fileName: query.name }, bytes, actorOf(principal));
  });
  mount(app, getImport, ({ params }) => imports.one(params.id));
  mount(app, previewImport, ({ body, params }) =>
    imports.preview(params.id, { mapping: body.mapping ?? null, preset: body.preset ?? null }),
  );
  mount(app, startImport, ({ body, params }) => imports.start(params.id, body.mapping));
  mount(app, undoImport, ({ params, principal }) => imports.undo(params.id, actorOf(principal)));
  mount(app, getImportRejects, async ({ params, reply }) => {
    const path = await imports.rejectsPath(params.id);
    if (path === null) throw noRejects();
    return reply.type('text/csv; charset=utf-8').sendFile(basename(path), dirname(path), { cacheControl: false });
  });
};
