import { placeCoupled } from './couplings.ts';
import { cheapestPlace, found } from './insertion.ts';
import type { Random } from './random.ts';
import type { WorkingPlan } from './working-plan.ts';

/** The chance that a route is overlooked for a visit, so that the search does not always do the obvious. */
const BLINK = 0.04;
/** Now and then many more, so that a quite different plan is tried: the smaller the day, the more often. */
const DAZE = 0.3;
const DAZES = 2;
/** Visits left over from before that are tried again each time. */
const LEFTOVERS = 12;

/** Puts absent nodes back, each at its cheapest place; keeps the prices of routes that have not changed since. */
export class Recreation {
  readonly #plan: WorkingPlan;
  readonly #random: Random;
  readonly #price: Float64Array;
  readonly #place: Int32Array;
  readonly #stamp: Float64Array;
  readonly #seen: Int32Array;
  #round = 0;
  readonly #order: Int32Array;
  readonly #key: Float64Array;

  constructor(plan: WorkingPlan, random: Random) {
    const { nodes, vehicles } = plan.model;
    this.#plan = plan;
    this.#random = random;
    this.#price = new Float64Array(nodes * vehicles);
    this.#place = new Int32Array(nodes * vehicles);
    this.#stamp = new Float64Array(nodes * vehicles).fill(-1);
    this.#seen = new Int32Array(vehicles);
    this.#order = new Int32Array(nodes);
    this.#key = new Float64Array(nodes);
  }

  /** What the node adds to the route, at `position`. */
  price(node: number, v: number): number {
    const at = node * this.#plan.model.vehicles + v;
    if (this.#stamp[at] !== this.#plan.stamp[v]) {
      this.#price[at] = cheapestPlace(this.#plan, v, node);
      this.#place[at] = found.position;
      this.#stamp[at] = this.#plan.stamp[v] ?? 0;
    }
    return this.#price[at] ?? 0;
  }

  position(node: number, v: number): number {
    return this.#place[node * this.#plan.model.vehicles + v] ?? 0;
  }

  /** Is this an unused vehicle just like one already looked at in this round? */
  repeats(v: number): boolean {
    if ((this.#plan.length[v] ?? 0) > 0) return false;
    const like = this.#plan.model.likeness[v] ?? v;
    if (this.#seen[like] === this.#round) return true;
    this.#seen[like] = this.#round;
    return false;
  }

  newRound(): void {
    this.#round++;
  }

  isCoupled(node: number): boolean {
    const { crews, before, coupled } = this.#plan.model;
    return coupled && ((crews[node] ?? []).length > 0 || (before[node] ?? []).length > 0);
  }

  /** The cheapest route of all. @returns whether there was one, and the node is in it */
  #settle(node: number, blink: number): boolean {
    const plan = this.#plan;
    const { vehicles, allowed, part, isBreak } = plan.model;
    if (this.isCoupled(node)) return (part[node] ?? 0) === 0 && placeCoupled(plan, node);
    let best = Number.POSITIVE_INFINITY;
    let bestV = -1;
    this.newRound();
    for (let v = 0; v < vehicles; v++) {
      if (allowed[node * vehicles + v] !== 1 || this.repeats(v)) continue;
      if (blink > 0 && isBreak[node] === 0 && this.#random.unit() < blink) continue;
      const price = this.price(node, v);
      if (price >= best) continue;
      best = price;
      bestV = v;
    }
    if (bestV === -1) return false;
    plan.insert(node, bestV, this.position(node, bestV));
    return true;
  }

  /** Orders of SISR (Christiaens and Vanden Berghe 2020), and dearest-to-leave-out first. */
  #keyFor(mode: number): (node: number) => number {
    const { delivery, dims, reach, lo, hi, penalty } = this.#plan.model;
    const random = this.#random;
    if (mode < 4) return () => random.unit();
    if (mode < 8 && dims > 0) return (node) => -(delivery[node * dims] ?? 0);
    if (mode < 10) return (node) => -(reach[node] ?? 0);
    if (mode < 11) return (node) => reach[node] ?? 0;
    if (mode < 13) return (node) => (hi[node] ?? 0) - (lo[node] ?? 0);
    if (mode < 15) return (node) => lo[node] ?? 0;
    if (mode < 17) return (node) => -(hi[node] ?? 0);
    return (node) => -(penalty[node] ?? 0) + random.unit();
  }

  /** Places what was removed, and some of what had no place before. */
  run(removed: readonly number[]): void {
    const plan = this.#plan;
    const { depth, isBreak } = plan.model;
    const order = this.#order;
    const key = this.#key;
    let count = 0;
    for (const node of removed) {
      plan.mark[node] = 1;
      order[count++] = node;
    }
    const left = plan.absentCount - removed.length;
    if (left > 0) {
      const offset = this.#random.below(plan.absentCount);
      for (let i = 0, taken = 0; i < plan.absentCount && taken < LEFTOVERS; i++) {
        const node = plan.absent[(offset + i) % plan.absentCount] ?? 0;
        if (plan.mark[node] === 1) continue;
        order[count++] = node;
        taken++;
      }
    }
    for (const node of removed) plan.mark[node] = 0;
    // A break that goes in first is sure of its place; one that goes in last does not make the visits wait for it.
    const breaks = this.#random.below(2) * 2 - 1;
    const keyOf = this.#keyFor(this.#random.below(left > 0 ? 23 : 17));
    for (let i = 0; i < count; i++) {
      const node = order[i] ?? 0;
      const own = keyOf(node);
      key[node] = own;
      const deep = depth[node] ?? 0;
      let hole = i;
      for (; hole > 0; hole--) {
        const other = order[hole - 1] ?? 0;
        const ahead =
          breaks * ((isBreak[node] ?? 0) - (isBreak[other] ?? 0)) ||
          (depth[other] ?? 0) - deep ||
          (key[other] ?? 0) - own;
        if (ahead <= 0) break;
        order[hole] = other;
      }
      order[hole] = node;
    }
    const blink = this.#random.unit() * plan.model.nodes < DAZES ? DAZE : BLINK;
    for (let i = 0; i < count; i++) {
      const node = order[i] ?? 0;
      if (plan.at[node] === -1) this.#settle(node, blink);
    }
  }
}
