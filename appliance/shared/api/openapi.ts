import type { TObject, TSchema } from 'typebox';
import { demandsVersion, fullPath, type FileContent, type Route } from './define-route.ts';
import { failuresOf } from './failures.ts';
import { Problem, PROBLEM_TYPE } from './problem.ts';

/** A JSON object of an OpenAPI document. */
interface Json {
  readonly [key: string]: unknown;
}

const PROBLEM = { content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } };
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'the same key and body again, within a day, get the same answer, and nothing is created twice',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'the ETag of the record as it was read',
  schema: { type: 'string', pattern: '^"\\d+"$' },
};
const ETAG = { headers: { ETag: { description: 'the version of the record', schema: { type: 'string' } } } };

/** The description of these routes (OpenAPI 3.1). */
export const describeRoutes = (routes: readonly Route[]): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = fullPath(route).replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Pilotlight', version: '1', description: 'Calls, jobs and health of one box.' },
    paths,
    components: { schemas: { Problem } },
  };
};

const operationOf = (route: Route): Json => {
  const parameters = [
    ...parametersIn('path', route.params),
    ...parametersIn('query', route.query),
    ...parametersIn('header', route.headers),
    ...(demandsVersion(route) ? [IF_MATCH] : []),
    ...(route.creates === true ? [KEY] : []),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    'x-permission': route.permission,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: { required: true, ...contentOf(route.body) } }),
    responses: responsesOf(route),
  };
};

const parametersIn = (place: 'path' | 'query' | 'header', schema: TObject | undefined): Json[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property as Json;
    return {
      name,
      in: place,
      required:
        place === 'path' ||
        (!('default' in rest) && ((schema as { required?: string[] }).required ?? []).includes(name)),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });

const contentOf = (content: TSchema | FileContent): Json =>
  'file' in content
    ? { content: { [content.file]: { schema: { type: 'string', contentMediaType: content.file } } } }
    : { content: { 'application/json': { schema: content } } };

const responsesOf = (route: Route): Json => {
  const answers = Object.entries(route.replies).map(([status, reply]) => [
    status,
    {
      description: Number(status) < 300 ? 'Done' : 'An answer that tells more',
      ...(route.versioned === true ? ETAG : {}),
      ...(reply === null ? {} : contentOf(reply)),
    },
  ]);
  const failures = [...failuresOf(route)]
    .filter(([status]) => !(status in route.replies))
    .map(([status, codes]) => [
      String(status),
      { description: codes.map((code) => `\`${code}\``).join(', '), ...PROBLEM },
    ]);
  return Object.fromEntries([...answers, ...failures]) as Json;
};
