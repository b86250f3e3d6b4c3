import { Type, type Static } from 'typebox';

/** One thing the box needs, whether it is there, and what to do when it is not. */
export const HealthCheck = Type.Object({
  /** Short and stable: `voice`, `database`, `recognizer` ... */
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.String(),
  /** The way out, in one sentence; null when nothing is wrong. */
  fix: Type.Union([Type.String(), Type.Null()]),
});
export type HealthCheck = Static<typeof HealthCheck>;

/** `ok` all is well; `degraded` calls are answered, something is missing; `failing` calls may go unanswered. */
export const HealthReport = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded'), Type.Literal('failing')]),
  checks: Type.Array(HealthCheck),
});
export type HealthReport = Static<typeof HealthReport>;
