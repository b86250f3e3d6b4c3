import { markDependents, release } from './couplings.ts';
import type { Random } from './random.ts';
import type { WorkingPlan } from './working-plan.ts';

/** Mean number of visits taken out, longest string, and the chance of leaving a gap in it: the values of the paper. */
const MEAN = 10;
const LONGEST = 10;
const SPLIT = 0.5;
const DEEPEN = 0.01;

/** The chance that strings may be as long as a route: on small days that is what frees a technician. */
const WHOLE = 0.1;

/**
 * Adjacent string removal (Christiaens and Vanden Berghe 2020, section 5.2): strings of neighbouring stops go out of
 * neighbouring routes, so that there is slack of time and room where it can be used together.
 * @returns the nodes taken out
 */
export const ruin = (plan: WorkingPlan, random: Random, seed: number): number[] => {
  const { model } = plan;
  const used = plan.length.reduce((sum, length) => sum + (length > 0 ? 1 : 0), 0);
  if (used === 0) return [];
  const mean = Math.max(1, (model.nodes - plan.absentCount) / used);
  const size = Math.min(LONGEST, random.unit() < WHOLE ? model.nodes : mean);
  const strings = Math.floor(random.unit() * ((4 * MEAN) / (1 + size) - 1) + 1);
  const ruined: number[] = [];
  const marked: number[] = [];
  const mark = (v: number, position: number): void => {
    const node = plan.rows[v * plan.stride + position] ?? 0;
    if (model.locked[node] === 1 || plan.mark[node] === 1) return;
    plan.mark[node] = 1;
    marked.push(node);
  };
  for (let i = 0; i < model.near && ruined.length < strings; i++) {
    const node = model.neighbours[seed * model.near + i] ?? -1;
    const v = node < 0 ? -1 : (plan.at[node] ?? -1);
    if (v < 0 || ruined.includes(v)) continue;
    ruined.push(v);
    const length = plan.length[v] ?? 0;
    const most = Math.min(length, size);
    const string = Math.min(length, Math.floor(random.unit() * most + 1));
    let kept = 0;
    if (string < length && string > 1 && random.unit() < SPLIT) {
      kept = 1;
      while (string + kept < length && random.unit() < DEEPEN) kept++;
    }
    const span = string + kept;
    const at = plan.position[node] ?? 0;
    const low = Math.max(0, at - span + 1);
    const high = Math.min(at, length - span);
    const from = low + random.below(high - low + 1);
    const gap = kept > 0 ? from + 1 + random.below(string - 1) : -1;
    for (let p = from; p < from + span; p++) if (kept === 0 || p < gap || p >= gap + kept) mark(v, p);
  }
  return takeOut(plan, marked);
};

/** Takes marked nodes out of their routes, and with them whatever depends on them or cannot stay without them. */
const takeOut = (plan: WorkingPlan, marked: number[]): number[] => {
  const { coupled, locked } = plan.model;
  if (coupled) markDependents(plan, marked);
  for (let i = 0; i < marked.length; i++) {
    const v = plan.at[marked[i] ?? 0] ?? -1;
    if (v === -1) continue;
    plan.removeMarked(v);
    const stuck = plan.broken[v] ?? -1;
    if (stuck === -1 || locked[stuck] === 1) continue;
    plan.mark[stuck] = 1;
    marked.push(stuck);
    if (coupled) markDependents(plan, marked);
  }
  if (coupled) for (const node of marked) release(plan, node);
  return marked;
};
