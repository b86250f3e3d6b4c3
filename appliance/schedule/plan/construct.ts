import { placeCoupled } from './couplings.ts';
import { cheapestPlace, found } from './insertion.ts';
import type { Recreation } from './recreate.ts';
import type { WorkingPlan } from './working-plan.ts';

const REGRET = 3;

const placeAll = (plan: WorkingPlan, kind: Uint8Array): void => {
  const { model } = plan;
  const nodes = Array.from({ length: model.nodes }, (_, n) => n).filter((n) => kind[n] === 1);
  nodes.sort((a, b) => (model.lo[a] ?? 0) - (model.lo[b] ?? 0));
  for (const node of nodes)
    for (let v = 0; v < model.vehicles; v++) {
      if (model.allowed[node * model.vehicles + v] !== 1 || plan.at[node] !== -1) continue;
      if (cheapestPlace(plan, v, node) < Number.POSITIVE_INFINITY) plan.insert(node, v, found.position);
    }
};

/** Visits pinned to a time go in before all else. */
export const placePins = (plan: WorkingPlan): void => placeAll(plan, plan.model.locked);

/** Breaks go in while days are as empty as they will be. */
export const placeBreaks = (plan: WorkingPlan): void => placeAll(plan, plan.model.isBreak);

/**
 * Places what has no place yet by regret insertion (Potvin and Rousseau 1993): the visit goes first that would lose most by waiting, that is
 * whose best routes differ most in price.
 */
export const construct = (plan: WorkingPlan, recreation: Recreation): void => {
  const { model } = plan;
  const open = new Set<number>();
  for (let n = 0; n < model.nodes; n++) if (plan.at[n] === -1 && !model.locked[n] && !model.isBreak[n]) open.add(n);
  const coupled = [...open].filter((node) => recreation.isCoupled(node));
  for (const node of coupled) open.delete(node);
  coupled.sort((a, b) => (model.depth[a] ?? 0) - (model.depth[b] ?? 0) || (model.hi[a] ?? 0) - (model.hi[b] ?? 0));
  const roots = coupled.flatMap((node) => model.before[node] ?? []).filter((node) => open.has(node));
  const best = new Float64Array(REGRET);
  const insertMostRegretted = (candidates: Iterable<number>): number => {
    let most = Number.NEGATIVE_INFINITY;
    let chosen = -1;
    let chosenV = -1;
    for (const node of candidates) {
      best.fill(Number.POSITIVE_INFINITY);
      let bestV = -1;
      recreation.newRound();
      for (let v = 0; v < model.vehicles; v++) {
        if (model.allowed[node * model.vehicles + v] !== 1 || recreation.repeats(v)) continue;
        const price = recreation.price(node, v);
        if (price < (best[0] ?? 0)) bestV = v;
        for (let k = 0, down = price; k < REGRET; k++) {
          const here = best[k] ?? 0;
          if (down >= here) continue;
          best[k] = down;
          down = here;
        }
      }
      if (bestV === -1) continue;
      const dearest = model.penalty[node] ?? 0;
      let regret = -(best[0] ?? 0) / 1000;
      for (let k = 1; k < REGRET; k++) regret += Math.min(dearest, best[k] ?? 0) - (best[0] ?? 0);
      if (regret <= most) continue;
      most = regret;
      chosen = node;
      chosenV = bestV;
    }
    if (chosen !== -1) plan.insert(chosen, chosenV, recreation.position(chosen, chosenV));
    return chosen;
  };
  const insertAll = (candidates: Set<number>): void => {
    for (let node = 0; node !== -1 && candidates.size > 0; ) {
      node = insertMostRegretted(candidates);
      candidates.delete(node);
      open.delete(node);
    }
  };
  insertAll(new Set(roots));
  for (const node of coupled) if (plan.at[node] === -1 && model.part[node] === 0) placeCoupled(plan, node);
  insertAll(open);
};
