import type { PlanRoute, PlanStep } from '../plan/solution.ts';
import { FAINT, INK, LATE, beginOf, colourOf, endOf, escaped, round, timeOfDay, type Drawing } from './marks.ts';

const ROW = 34;
const BAR = 20;
const NAMES = 120;
const AXIS = 26;

/** Steps of the axis that read well, in seconds; the first is taken that leaves room between labels. */
const TICKS = [900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800];

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly x: (time: number) => number;
}

const scaleOf = ({ solution }: Drawing, width: number): Scale => {
  const times = solution.routes.flatMap(({ steps }) => steps.flatMap((step) => [step.arrival, endOf(step)]));
  const from = times.reduce((least, time) => Math.min(least, time), times[0] ?? 0);
  const to = Math.max(
    from + 3600,
    times.reduce((most, time) => Math.max(most, time), from),
  );
  return { from, to, x: (time) => round(NAMES + ((time - from) / (to - from)) * (width - NAMES - 12)) };
};

const axis = (scale: Scale, width: number, height: number): string => {
  const step =
    TICKS.find((one) => ((width - NAMES) / (scale.to - scale.from)) * one >= 52) ?? (scale.to - scale.from) / 8;
  const lines: string[] = [];
  for (let time = Math.ceil(scale.from / step) * step; time <= scale.to; time += step) {
    const x = scale.x(time);
    lines.push(
      `<line x1="${x}" y1="${AXIS - 6}" x2="${x}" y2="${height}" stroke="#e3e8ec"/>`,
      `<text x="${x}" y="${AXIS - 10}" text-anchor="middle" fill="${FAINT}">${timeOfDay(time)}</text>`,
    );
  }
  return lines.join('');
};

const label = (step: PlanStep): string =>
  step.type === 'break' ? 'break' : `${step.id}${step.crew_member === undefined ? '' : ' +'}`;

const bar = (drawing: Drawing, scale: Scale, step: PlanStep, top: number, route: number, zero: number): string => {
  const [from, to] = [scale.x(beginOf(step)), scale.x(endOf(step))];
  const width = Math.max(2, round(to - from));
  const job = drawing.problem.jobs.find((one) => one.id === step.id);
  const windows = step.type === 'job' ? (job?.time_windows ?? []) : [];
  const brackets = windows
    .map(([opens, closes]) => [Math.max(opens - zero, scale.from), Math.min(closes - zero, scale.to)] as const)
    .filter(([opens, closes]) => opens < closes)
    .map(
      ([opens, closes]) =>
        `<path d="M${scale.x(opens)} ${top + BAR + 4}v3H${scale.x(closes)}v-3" fill="none" stroke="${colourOf(route, 62)}"/>`,
    );
  const waited =
    step.waiting_time > 0
      ? `<rect x="${scale.x(step.arrival)}" y="${top + 6}" width="${round(from - scale.x(step.arrival))}" height="${BAR - 12}" fill="url(#waiting)"/>`
      : '';
  const setup =
    step.setup > 0
      ? `<rect x="${from}" y="${top}" width="${round(scale.x(beginOf(step) + step.setup) - from)}" height="${BAR}" fill="${colourOf(route, 30)}"/>`
      : '';
  const late = step.lateness > 0 ? ` stroke="${LATE}" stroke-width="2.5"` : '';
  const fill = step.type === 'break' ? '#c9d1d8' : colourOf(route);
  const says = label(step);
  const text =
    width > says.length * 6.5 + 4
      ? `<text x="${round(from + width / 2)}" y="${top + 14}" text-anchor="middle" fill="${step.type === 'break' ? INK : '#fff'}">${escaped(says)}</text>`
      : '';
  const told = `${says}: ${timeOfDay(beginOf(step))} to ${timeOfDay(endOf(step))}${step.lateness > 0 ? `, ${Math.round(step.lateness / 60)} min late` : ''}`;
  return `${brackets.join('')}${waited}<g><title>${escaped(told)}</title><rect x="${from}" y="${top}" width="${width}" height="${BAR}" rx="3" fill="${fill}"${late}/>${setup}${text}</g>`;
};

const lane = (drawing: Drawing, scale: Scale, route: PlanRoute, index: number): string => {
  const top = AXIS + index * ROW;
  const [first, last] = [route.steps[0]?.arrival ?? 0, route.steps.at(-1)?.arrival ?? 0];
  const middle = top + BAR / 2;
  const works = route.steps.filter((step) => step.type === 'job' || step.type === 'break');
  return [
    `<text x="8" y="${top + 14}" fill="${colourOf(index, 32)}" font-weight="600">${escaped(route.vehicle)}</text>`,
    `<line x1="${scale.x(first)}" y1="${middle}" x2="${scale.x(last)}" y2="${middle}" stroke="${colourOf(index, 70)}" stroke-width="3"/>`,
    ...works.map((step) => bar(drawing, scale, step, top, index, drawing.midnight.get(route.vehicle) ?? 0)),
  ].join('');
};

/** A lane a route: thick bars are work (setup darker), thin lines travel, hatching waiting, brackets windows, red outlines lateness. */
export const drawGantt = (drawing: Drawing, width: number): { readonly svg: string; readonly height: number } => {
  const height = AXIS + drawing.solution.routes.length * ROW + 6;
  const scale = scaleOf(drawing, width);
  const lanes = drawing.solution.routes.map((route, index) => lane(drawing, scale, route, index));
  return { svg: axis(scale, width, height) + lanes.join(''), height };
};
