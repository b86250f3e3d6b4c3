import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError, messageOf } from '#shared/errors.ts';

/** Longitude, latitude in degrees. */
type Point = readonly [number, number];

/** Seconds and metres, `from` by `to`; null where there is no road. */
export interface OsrmTable {
  readonly durations: (number | null)[][];
  readonly distances: (number | null)[][];
}

/** osrm-routed answers up to 100 by 100 places unless it was started with more. */
const BLOCK = 100;
const PATIENCE = 10_000;

const Cells = Type.Array(Type.Array(Type.Union([Type.Number(), Type.Null()])));
const Answer = Type.Object({ code: Type.Literal('Ok'), durations: Cells, distances: Cells });
const Refusal = Type.Object({ code: Type.String(), message: Type.Optional(Type.String()) });

const failed = (server: string, what: string, cause?: unknown): PilotError =>
  new PilotError('osrm_failed', `the road server ${server} ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    retryable: true,
    fix: 'See that osrm-routed runs there with a map of your area; without it travel is estimated.',
  });

const askBlock = async (
  server: string,
  from: readonly Point[],
  to: readonly Point[],
): Promise<Static<typeof Answer>> => {
  const places = [...from, ...to].map(([lon, lat]) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(';');
  const numbers = (first: number, count: number): string =>
    Array.from({ length: count }, (_, i) => first + i).join(';');
  const query = `sources=${numbers(0, from.length)}&destinations=${numbers(from.length, to.length)}`;
  const url = new URL(
    `table/v1/driving/${places}?${query}&annotations=duration,distance`,
    `${server.replace(/\/$/u, '')}/`,
  );
  let body: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    body = await response.json();
  } catch (cause) {
    throw failed(server, `gives no answer: ${messageOf(cause)}`, cause);
  }
  if (!Value.Check(Answer, body)) {
    const said = Value.Check(Refusal, body)
      ? `${body.code}: ${body.message ?? 'no reason given'}`
      : 'an answer of another shape';
    throw failed(server, `refuses: ${said}`);
  }
  const whole = [body.durations, body.distances].every(
    (rows) => rows.length === from.length && rows.every((row) => row.length === to.length),
  );
  if (!whole) throw failed(server, 'leaves places out of its table');
  return body;
};

/**
 * Asks OSRM's table service for all drives between the points, block by block (project-osrm.org, HTTP API, "Table service").
 * @param server like `http://127.0.0.1:5000`
 * @throws PilotError `osrm_failed`
 */
export const osrmTable = async (server: string, points: readonly Point[]): Promise<OsrmTable> => {
  const durations: (number | null)[][] = points.map(() => []);
  const distances: (number | null)[][] = points.map(() => []);
  for (let row = 0; row < points.length; row += BLOCK)
    for (let column = 0; column < points.length; column += BLOCK) {
      const from = points.slice(row, row + BLOCK);
      const to = points.slice(column, column + BLOCK);
      const block = await askBlock(server, from, to);
      for (const i of from.keys()) {
        durations[row + i]?.push(...(block.durations[i] ?? []));
        distances[row + i]?.push(...(block.distances[i] ?? []));
      }
    }
  return { durations, distances };
};
