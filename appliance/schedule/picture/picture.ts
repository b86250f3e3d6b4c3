import type { PlanId, PlanProblem } from '../plan/problem.ts';
import type { PlanSolution } from '../plan/solution.ts';
import { drawGantt } from './gantt.ts';
import { drawMap } from './map.ts';
import { FAINT, INK, LATE, escaped } from './marks.ts';

const WIDTH = 1280;
const MAP = 560;
const HEAD = 44;

const REASONS: Readonly<Record<PlanSolution['unassigned'][number]['reason'], string>> = {
  skills: 'nobody has the skills',
  nobody_allowed: 'pinned or excluded',
  stock: 'no van has the parts or the room',
  window: 'no shift and window go together',
  crew: 'too few technicians for the crew',
  after_unassigned: 'what comes before it is not planned',
  full: 'no room beside what is planned',
};

const headline = ({ summary, search }: PlanSolution): string => {
  const hours = (seconds: number): string => `${(seconds / 3600).toFixed(1)} h`;
  const parts = [
    `${summary.routes} routes`,
    `work ${hours(summary.setup + summary.service)}`,
    `travel ${hours(summary.duration)}`,
    `waiting ${hours(summary.waiting_time)}`,
    `late ${Math.round(summary.lateness / 60)} min`,
    `overtime ${hours(summary.overtime)}`,
    `${summary.unassigned} unassigned`,
    `cost ${Math.round(summary.cost)}`,
    `${search.iterations} iterations`,
  ];
  return parts.join(' · ');
};

/** The routes with their times counted from their own midnight. */
const byDay = (solution: PlanSolution, midnight: ReadonlyMap<PlanId, number>): PlanSolution => ({
  ...solution,
  routes: solution.routes.map((route) => {
    const zero = midnight.get(route.vehicle) ?? 0;
    return { ...route, steps: route.steps.map((step) => ({ ...step, arrival: step.arrival - zero })) };
  }),
});

/**
 * The plan as one picture: routes on the ground where coordinates are known, and a Gantt of the day.
 * @param midnight of plans over several days, by vehicle: all lanes are then drawn over the hours of one day
 */
export const drawPlan = (
  problem: PlanProblem,
  given: PlanSolution,
  midnight: ReadonlyMap<PlanId, number> = new Map(),
): string => {
  const solution = byDay(given, midnight);
  const drawing = { problem, solution, midnight };
  const map = drawMap(drawing, WIDTH, MAP);
  const ground = map === '' ? 0 : MAP;
  const gantt = drawGantt(drawing, WIDTH);
  const left = solution.unassigned.map(
    ({ id, reason, unsure_place: unsure }, i) =>
      `<text x="8" y="${HEAD + ground + gantt.height + 20 + i * 16}" fill="${LATE}">${escaped(id)}: ${REASONS[reason]}${unsure ? ` (its place is known by ${unsure} only)` : ''}</text>`,
  );
  const height = HEAD + ground + gantt.height + 20 + left.length * 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="${INK}">`,
    `<defs><pattern id="waiting" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line y2="5" stroke="${FAINT}" stroke-width="2"/></pattern></defs>`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="8" y="26" font-size="14">${escaped(headline(solution))}</text>`,
    `<g transform="translate(0 ${HEAD})">${map}</g><g transform="translate(0 ${HEAD + ground})">${gantt.svg}</g>`,
    ...left,
    '</svg>',
    '',
  ].join('\n');
};
