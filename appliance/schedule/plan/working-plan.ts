import type { Model } from './model.ts';
import { schedule } from './timetable.ts';

/** A plan kept by copies of its rows. */
export interface Snapshot {
  readonly cost: number;
  readonly rows: readonly Int32Array[];
  readonly lo: Float64Array;
  readonly hi: Float64Array;
}

/**
 * The plan the search works on: who visits what in which order, with the times that follow. Every change goes through
 * `insert` and `removeMarked`, and can be taken back to the last `begin`.
 */
export class WorkingPlan {
  readonly model: Model;
  /** Room for one row of nodes a vehicle. */
  readonly stride: number;
  readonly rows: Int32Array;
  readonly length: Int32Array;
  /** Node to vehicle (-1: in no route) and to its position there. */
  readonly at: Int32Array;
  readonly position: Int32Array;
  /** Start of work, end of work, latest start that keeps all after it. */
  readonly start: Float64Array;
  readonly leave: Float64Array;
  readonly latest: Float64Array;
  /** Cost of the route up to and with the node. */
  readonly head: Float64Array;
  /** Where the technician is after the node: a break has no place of its own. */
  readonly where: Int32Array;
  /** Bounds on the start now: `lo` and `hi` of the model, tightened by crews and dependencies. */
  readonly lo: Float64Array;
  readonly hi: Float64Array;

  /** A node that keeps the row from being driven (removing a stop can lengthen a route), or -1. */
  readonly broken: Int32Array;
  /** `Infinity` when broken. */
  readonly cost: Float64Array;
  readonly departure: Float64Array;
  readonly travelled: Float64Array;
  readonly metres: Float64Array;
  readonly load: Float64Array;
  readonly tasks: Int32Array;
  /** Changes whenever the row does, and comes back with it. */
  readonly stamp: Float64Array;

  readonly absent: Int32Array;
  absentCount = 0;
  readonly absentAt: Int32Array;
  missing = 0;
  readonly mark: Uint8Array;

  #stamps = 0;
  readonly #touched: Int32Array;
  #touchedCount = 0;
  readonly #isTouched: Uint8Array;
  readonly #oldRows: Int32Array;
  readonly #oldLength: Int32Array;
  readonly #oldStamp: Float64Array;
  readonly #oldLo: Float64Array;
  readonly #oldHi: Float64Array;

  constructor(model: Model) {
    const { nodes, vehicles } = model;
    this.model = model;
    this.stride = nodes;
    this.rows = new Int32Array(vehicles * nodes);
    this.length = new Int32Array(vehicles);
    this.at = new Int32Array(nodes).fill(-1);
    this.position = new Int32Array(nodes);
    this.start = new Float64Array(nodes);
    this.leave = new Float64Array(nodes);
    this.latest = new Float64Array(nodes);
    this.head = new Float64Array(nodes);
    this.where = new Int32Array(nodes);
    this.lo = model.lo.slice();
    this.hi = model.hi.slice();
    this.broken = new Int32Array(vehicles);
    this.cost = new Float64Array(vehicles);
    this.departure = new Float64Array(vehicles);
    this.travelled = new Float64Array(vehicles);
    this.metres = new Float64Array(vehicles);
    this.load = new Float64Array(vehicles * model.dims);
    this.tasks = new Int32Array(vehicles);
    this.stamp = new Float64Array(vehicles);
    this.absent = new Int32Array(nodes);
    this.absentAt = new Int32Array(nodes);
    this.mark = new Uint8Array(nodes);
    this.#touched = new Int32Array(vehicles);
    this.#isTouched = new Uint8Array(vehicles);
    this.#oldRows = new Int32Array(vehicles * nodes);
    this.#oldLength = new Int32Array(vehicles);
    this.#oldStamp = new Float64Array(vehicles);
    this.#oldLo = model.lo.slice();
    this.#oldHi = model.hi.slice();
    for (let n = 0; n < nodes; n++) this.#setAbsent(n);
    for (let v = 0; v < vehicles; v++) this.refresh(v);
  }

  total(): number {
    let sum = this.missing;
    for (let v = 0; v < this.model.vehicles; v++) sum += this.cost[v] ?? 0;
    return sum;
  }

  /** Times and costs of the row anew, after it or a bound of its nodes changed. */
  refresh(v: number): void {
    this.stamp[v] = ++this.#stamps;
    schedule(this, v);
  }

  begin(): void {
    for (let i = 0; i < this.#touchedCount; i++) this.#isTouched[this.#touched[i] ?? 0] = 0;
    this.#touchedCount = 0;
    if (!this.model.coupled) return;
    this.#oldLo.set(this.lo);
    this.#oldHi.set(this.hi);
  }

  /** Keeps the row as it stood at `begin`; called before every change to it, its bounds too. */
  touch(v: number): void {
    if (this.#isTouched[v] === 1) return;
    this.#isTouched[v] = 1;
    this.#touched[this.#touchedCount++] = v;
    const from = v * this.stride;
    const length = this.length[v] ?? 0;
    for (let i = from; i < from + length; i++) this.#oldRows[i] = this.rows[i] ?? 0;
    this.#oldLength[v] = length;
    this.#oldStamp[v] = this.stamp[v] ?? 0;
  }

  rollback(): void {
    if (this.model.coupled) {
      this.lo.set(this.#oldLo);
      this.hi.set(this.#oldHi);
    }
    for (let i = 0; i < this.#touchedCount; i++) {
      const v = this.#touched[i] ?? 0;
      const from = v * this.stride;
      for (let p = from; p < from + (this.length[v] ?? 0); p++) this.#setAbsent(this.rows[p] ?? 0);
    }
    for (let i = 0; i < this.#touchedCount; i++) {
      const v = this.#touched[i] ?? 0;
      const from = v * this.stride;
      const length = this.#oldLength[v] ?? 0;
      this.length[v] = length;
      for (let p = from; p < from + length; p++) {
        const node = this.#oldRows[p] ?? 0;
        this.rows[p] = node;
        this.#setPresent(node, v);
      }
      schedule(this, v);
      this.stamp[v] = this.#oldStamp[v] ?? 0;
    }
  }

  insert(node: number, v: number, position: number): void {
    this.touch(v);
    const from = v * this.stride;
    const length = this.length[v] ?? 0;
    for (let p = from + length; p > from + position; p--) this.rows[p] = this.rows[p - 1] ?? 0;
    this.rows[from + position] = node;
    this.length[v] = length + 1;
    this.#setPresent(node, v);
    this.refresh(v);
  }

  /** Takes the nodes of the row out that are marked, and their marks. */
  removeMarked(v: number): void {
    this.touch(v);
    const from = v * this.stride;
    const length = this.length[v] ?? 0;
    let kept = from;
    for (let p = from; p < from + length; p++) {
      const node = this.rows[p] ?? 0;
      if (this.mark[node] === 1) {
        this.mark[node] = 0;
        this.#setAbsent(node);
      } else this.rows[kept++] = node;
    }
    this.length[v] = kept - from;
    this.refresh(v);
  }

  snapshot(): Snapshot {
    const rows = Array.from(this.length, (length, v) => this.rows.slice(v * this.stride, v * this.stride + length));
    return { cost: this.total(), rows, lo: this.lo.slice(), hi: this.hi.slice() };
  }

  restore(snapshot: Snapshot): void {
    this.lo.set(snapshot.lo);
    this.hi.set(snapshot.hi);
    for (let n = 0; n < this.model.nodes; n++) if (this.at[n] !== -1) this.#setAbsent(n);
    for (const [v, row] of snapshot.rows.entries()) {
      this.rows.set(row, v * this.stride);
      this.length[v] = row.length;
      for (const node of row) this.#setPresent(node, v);
      this.refresh(v);
    }
  }

  #setAbsent(node: number): void {
    this.at[node] = -1;
    this.absentAt[node] = this.absentCount;
    this.absent[this.absentCount++] = node;
    this.missing += this.model.penalty[node] ?? 0;
  }

  #setPresent(node: number, v: number): void {
    this.at[node] = v;
    const last = this.absent[--this.absentCount] ?? 0;
    const hole = this.absentAt[node] ?? 0;
    this.absent[hole] = last;
    this.absentAt[last] = hole;
    this.missing -= this.model.penalty[node] ?? 0;
  }
}
