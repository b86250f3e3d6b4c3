import { Temporal } from 'temporal-polyfill';
import type { CallRecord } from '#shared/api/records.ts';
import type { Log } from '#observe/log.ts';
import type { Box } from '#drills/box.ts';
import { startBox } from '#drills/box.ts';
import { personaOf } from './callers/roster.ts';
import type { Persona } from '#drills/caller/persona.ts';
import { gradeCall, type Grade } from './grade.ts';
import { newestCall } from '#drills/newest-call.ts';
import { readKeep } from './office.ts';
import type { CallerTurn } from '#drills/phone/conversation.ts';
import { ringAs, type CallResult } from '#drills/phone/ring.ts';

/** Everything about one simulated call: what was said and heard on both sides, what was stored, how it is judged. */
export interface CallReport {
  readonly seed: number | null;
  readonly persona: Persona;
  readonly result: CallResult;
  readonly call: CallRecord;
  readonly grade: Grade;
  /** The box's own recording, both channels. */
  readonly recording: string | null;
}

/** The caller's clock as an instant. */
export const instantOf = ({ clock, zone }: Persona): string =>
  Temporal.PlainDateTime.from(clock).toZonedDateTime(zone).toInstant().toString();

/** Rings a running box once and judges what came of it. */
export const callBox = async (options: {
  readonly box: Box;
  readonly seed: number | null;
  readonly log: Log;
  readonly onTurn?: (turn: CallerTurn) => void;
}): Promise<CallReport> => {
  const { box, seed, log } = options;
  const persona = personaOf(seed);
  const result = await ringAs({
    persona,
    target: box.sip,
    record: `${box.dataFolder}/caller-heard.wav`,
    log,
    ...(options.onTurn === undefined ? {} : { onTurn: options.onTurn }),
  });
  const call = await newestCall(box.http);
  const keep = await readKeep(box.dataFolder, call);
  const grade = gradeCall(persona, result.state, call, keep.gateCode);
  return { seed, persona, result, call, grade, recording: keep.recording };
};

/** One call to a box of its own, on free ports. */
export const callFreshBox = async (seed: number | null, dataFolder: string, log: Log): Promise<CallReport> => {
  const now = instantOf(personaOf(seed));
  await using box = await startBox({ dataFolder, now, httpPort: 0, sipPort: 0 });
  return await callBox({ box, seed, log });
};
