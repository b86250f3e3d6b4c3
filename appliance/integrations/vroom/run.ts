import { spawn } from 'node:child_process';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError, messageOf } from '#shared/errors.ts';

const Step = Type.Object({ type: Type.String(), id: Type.Optional(Type.Integer()) });
const Answer = Type.Object({
  code: Type.Literal(0),
  routes: Type.Array(Type.Object({ vehicle: Type.Integer(), steps: Type.Array(Step) })),
});
const Refusal = Type.Object({ code: Type.Integer({ minimum: 1 }), error: Type.String() });

/** VROOM's answer (its docs/API.md), as far as it is read. */
export type VroomAnswer = Static<typeof Answer>;

export interface VroomSettings {
  /** The program, by path or by name in PATH. */
  readonly binary: string;
  /** How long it may search. */
  readonly limitMs: number;
  readonly threads: number;
  /** How long after that it may take to read and write before it is ended. */
  readonly graceMs: number;
}

/** More than any plan; what writes more is no VROOM. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Kept of what it complains. */
const MOST_WORDS = 2000;

const failed = (what: string, cause?: unknown): PilotError =>
  new PilotError('vroom_failed', `VROOM ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    fix: 'See that VROOM_BIN names a current VROOM; the engine of the box plans the same problem (--engine own).',
  });

const notThere = (binary: string, cause: unknown): PilotError =>
  new PilotError('vroom_missing', `VROOM does not start as ${binary}: ${messageOf(cause)}`, {
    cause,
    fix: 'Set VROOM_BIN to the vroom program, or plan with the engine of the box (--engine own).',
  });

interface Ended {
  readonly out: string;
  readonly complaint: string;
  readonly code: number | null;
  readonly ended: 'itself' | 'late' | 'unwanted' | 'talks';
}

const talk = (input: string, settings: VroomSettings, unwanted?: AbortSignal): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const flags = ['-l', String(settings.limitMs / 1000), '-t', String(settings.threads), '-x', '5'];
    const child = spawn(settings.binary, flags, { stdio: 'pipe' });
    const out: Buffer[] = [];
    let [bytes, complaint, ended] = [0, '', 'itself' as Ended['ended']];
    const end = (why: Ended['ended']): void => {
      if (ended === 'itself') ended = why;
      child.kill('SIGKILL');
    };
    const late = setTimeout(() => end('late'), settings.limitMs + settings.graceMs);
    const stop = (): void => end('unwanted');
    unwanted?.addEventListener('abort', stop);
    if (unwanted?.aborted) stop();
    const tidy = (): void => {
      clearTimeout(late);
      unwanted?.removeEventListener('abort', stop);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) end('talks');
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-MOST_WORDS);
    });
    // It may end before it has read everything: what it then says is the news, not the broken pipe.
    child.stdin.on('error', () => undefined);
    child.once('error', (cause) => {
      tidy();
      reject(notThere(settings.binary, cause));
    });
    child.once('close', (code) => {
      tidy();
      resolve({ out: Buffer.concat(out).toString(), complaint, code, ended });
    });
    child.stdin.end(input);
  });

/**
 * Hands a problem to a VROOM program and takes its routes. One process a question, ended (SIGKILL, by its own id) when it
 * outlives its limit or is wanted no more.
 * @param input VROOM's JSON
 * @throws PilotError `vroom_missing`, `vroom_refused` with what it said, `vroom_failed`
 */
export const runVroom = async (
  input: unknown,
  settings: VroomSettings,
  unwanted?: AbortSignal,
): Promise<VroomAnswer> => {
  const { out, complaint, code, ended } = await talk(JSON.stringify(input), settings, unwanted);
  if (ended === 'late') throw failed(`did not end within ${(settings.limitMs + settings.graceMs) / 1000} s`);
  if (ended === 'unwanted') throw failed('was ended before it answered');
  if (ended === 'talks') throw failed('wrote more than any plan');
  let answer: unknown;
  try {
    answer = JSON.parse(out);
  } catch (cause) {
    const said = complaint.trim() || out.trim().slice(0, 200) || 'nothing';
    throw failed(`ended with ${code} and wrote no JSON: ${said}`, cause);
  }
  if (Value.Check(Refusal, answer))
    throw new PilotError('vroom_refused', `VROOM refuses the problem (code ${answer.code}): ${answer.error}`, {
      fix: 'Correct what it names, or plan with the engine of the box (--engine own).',
    });
  if (!Value.Check(Answer, answer)) throw failed('answered in another shape than its documentation says');
  return answer;
};
