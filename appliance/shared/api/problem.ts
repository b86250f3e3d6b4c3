import { Type, type Static } from 'typebox';
import { Changed } from './changed-since.ts';

/** RFC 9457: what the body of every answer that is not a success is sent as. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The body of every answer that is not a success (RFC 9457). `code` is stable and never reused; `fix` tells the reader the way out. */
export const Problem = Type.Object({
  type: Type.Literal('about:blank', { description: 'the status tells what kind of problem it is, `code` which' }),
  title: Type.String({ description: 'the name of the status' }),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
  changed: Type.Optional(Changed),
});
export type Problem = Static<typeof Problem>;
