import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ApiFailure } from '#shared/api/failure.ts';
import { PageRequest } from '#shared/api/page.ts';
import { pageOf } from '#shared/api/records.ts';
import { LineChange, LineEvent, LineRecord, type ChangedBy } from '#shared/lines/change.ts';
import type { Lines } from './lines.ts';
import type { TypeBoxProvider } from './type-provider.ts';

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

/** Lines: how they are set, changes of that, and their history. */
export const lineRoutes =
  (lines: Lines, isLocal: (request: IncomingMessage) => boolean): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();
    const by = (request: { readonly raw: IncomingMessage; readonly body: { readonly who?: string } }): ChangedBy =>
      isLocal(request.raw) ? { via: 'cli', who: request.body.who ?? '' } : { via: 'console', who: '' };

    app.get(
      '/lines',
      {
        schema: {
          operationId: 'listLines',
          summary: 'Lines: when the box answers them, and how they stand',
          response: { 200: Type.Object({ items: Type.Array(LineRecord) }) },
        },
      },
      async () => ({ items: [...(await lines.list())] }),
    );

    app.patch(
      '/lines/:line',
      {
        schema: {
          operationId: 'changeLine',
          summary: 'Change when a line is answered; holds from the next call on',
          params: ByLine,
          body: LineChange,
          response: { 200: LineRecord, 400: ApiFailure, 404: ApiFailure, 409: ApiFailure },
        },
      },
      async (request) => lines.change(request.params.line, request.body, by(request)),
    );

    app.post(
      '/lines/:line/undo',
      {
        schema: {
          operationId: 'undoLineChange',
          summary: 'Put back what held before the last change',
          params: ByLine,
          body: Undo,
          response: { 200: LineRecord, 404: ApiFailure, 409: ApiFailure },
        },
      },
      async (request) => lines.undo(request.params.line, request.body.event, by(request)),
    );

    app.get(
      '/lines/:line/history',
      {
        schema: {
          operationId: 'lineHistory',
          summary: 'Changes of a line, newest first',
          params: ByLine,
          querystring: PageRequest,
          response: { 200: pageOf(LineEvent), 400: ApiFailure, 404: ApiFailure },
        },
      },
      async (request) => {
        const { items, next } = await lines.history(request.params.line, request.query);
        return { items: [...items], next };
      },
    );
  };
