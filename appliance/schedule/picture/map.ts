import type { PlanRoute } from '../plan/solution.ts';
import { FAINT, INK, LATE, colourOf, escaped, round, type Drawing } from './marks.ts';

type Point = readonly [number, number];

const EDGE = 24;

/** Points of a route in order; a stop without coordinates is passed over. */
const pointsOf = (route: PlanRoute): Point[] => route.steps.flatMap((step) => (step.location ? [step.location] : []));

/** Degrees to pixels: straight up to a metropolitan area (equirectangular, true at the middle latitude). */
const projection = (points: readonly Point[], width: number, height: number): ((point: Point) => Point) => {
  const bounds = (of: (point: Point) => number): readonly [number, number] => {
    const values = points.map(of);
    return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  };
  const [west, east] = bounds(([lon]) => lon);
  const [south, north] = bounds(([, lat]) => lat);
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max((east - west) * squeeze, 1e-6);
  const high = Math.max(north - south, 1e-6);
  const scale = Math.min((width - 2 * EDGE) / wide, (height - 2 * EDGE) / high);
  const [left, top] = [(width - wide * scale) / 2, (height - high * scale) / 2];
  return ([lon, lat]) => [round(left + (lon - west) * squeeze * scale), round(top + (north - lat) * scale)];
};

/** The routes on the ground, as straight lines between stops. @returns nothing when the problem has no coordinates */
export const drawMap = (drawing: Drawing, width: number, height: number): string => {
  const { problem, solution } = drawing;
  const left = new Set(solution.unassigned.map(({ id }) => id));
  const open = problem.jobs.flatMap((job) => (left.has(job.id) && job.location ? [job] : []));
  const all = [...solution.routes.flatMap(pointsOf), ...open.flatMap((job) => (job.location ? [job.location] : []))];
  if (all.length === 0) return '';
  const place = projection(all, width, height);
  const routes = solution.routes.map((route, index) => {
    const line = pointsOf(route).map((point) => place(point).join());
    const stops = route.steps.flatMap((step) => {
      if (!step.location) return [];
      const [x, y] = place(step.location);
      if (step.type !== 'job') return [`<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${INK}"/>`];
      const late = step.lateness > 0 ? LATE : '#fff';
      return [
        `<circle cx="${x}" cy="${y}" r="5" fill="${colourOf(index)}" stroke="${late}" stroke-width="1.5"/>`,
        `<text x="${round(x + 7)}" y="${round(y + 4)}" fill="${colourOf(index, 28)}">${escaped(step.id ?? '')}</text>`,
      ];
    });
    return `<polyline points="${line.join(' ')}" fill="none" stroke="${colourOf(index, 55)}" stroke-width="1.8" stroke-linejoin="round"/>${stops.join('')}`;
  });
  const missing = open.map((job) => {
    const [x, y] = place(job.location ?? [0, 0]);
    return `<path d="M${x - 4} ${y - 4}l8 8m0-8l-8 8" stroke="${LATE}" stroke-width="2"/><text x="${x + 7}" y="${y + 4}" fill="${FAINT}">${escaped(job.id)}</text>`;
  });
  return routes.join('') + missing.join('');
};
