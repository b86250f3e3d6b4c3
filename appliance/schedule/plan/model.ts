/** Travel of one profile at one speed, over all places: `from * places + to`. The last place is nowhere, 0 from all. */
export interface Travel {
  readonly times: Float64Array;
  readonly costs: Float64Array;
  readonly metres: Float64Array;
}

/**
 * A problem in typed arrays. A *node* is what stands in a route: a job, one more member of a job's crew, or a break.
 * Work that has been started is no node: its vehicle's route begins where and when it ends.
 */
export interface Model {
  readonly nodes: number;
  readonly vehicles: number;
  readonly dims: number;
  /** Places, with nowhere as the last. */
  readonly places: number;
  readonly types: number;

  /** Index of the node's job (or, for a break, of its vehicle), and which break or crew member it is. */
  readonly source: Int32Array;
  readonly part: Int32Array;
  readonly isBreak: Uint8Array;
  readonly place: Int32Array;
  /** First and last start of work, lateness allowed. */
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  /** More than one window: starts and ends in turn, the last end being `hi`. */
  readonly windows: readonly (Float64Array | null)[];
  /** Starting after `due` costs `late` a second. */
  readonly due: Float64Array;
  readonly late: Float64Array;
  /** Starting after `asked` costs `soon` a second. */
  readonly asked: Float64Array;
  readonly soon: Float64Array;
  /** Starting more than the tolerance away from `told` costs `moved` a second. */
  readonly told: Float64Array;
  readonly moved: Float64Array;
  /** node * types + type of the vehicle */
  readonly setup: Float64Array;
  readonly service: Float64Array;
  /** node * dims + dimension */
  readonly delivery: Float64Array;
  readonly pickup: Float64Array;
  /** Cost of being in no route: more than any route's change can save. Integer, so that sums are exact. */
  readonly penalty: Float64Array;
  /** Placed once, before all else, and never moved. */
  readonly locked: Uint8Array;
  /** node * vehicles + vehicle */
  readonly allowed: Uint8Array;
  /** Cost of this vehicle for this node: preference, disruption, hours of work. */
  readonly extra: Float64Array;
  /** Nodes that start together; the lead first. Empty for most. */
  readonly crews: readonly (readonly number[])[];
  /** Nodes that must have ended before this one starts, and those that wait for it. */
  readonly before: readonly (readonly number[])[];
  readonly behind: readonly (readonly number[])[];
  readonly gap: Float64Array;
  /** The node whose technician does this one too, or -1. */
  readonly same: Int32Array;
  /** Vehicle to its technician: vehicles of one person on several days have the same. */
  readonly person: Int32Array;
  /** 0 for most; one more than the deepest of `before`. */
  readonly depth: Int32Array;
  /** Near nodes, nearest first, itself at the head: node * near. */
  readonly near: number;
  readonly neighbours: Int32Array;
  /** Cost of coming from the nearest start of a route. */
  readonly reach: Float64Array;

  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Already out with started work: coming home costs, whether or not there is more to do. */
  readonly out: Uint8Array;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly type: Int32Array;
  readonly travel: readonly Travel[];
  readonly travelOf: Int32Array;
  readonly capacity: Float64Array;
  readonly fixed: Float64Array;
  readonly maxTasks: Float64Array;
  readonly maxTravel: Float64Array;
  readonly maxMetres: Float64Array;
  /** Starts of tiers and costs a second, in turn. */
  readonly overtime: readonly Float64Array[];
  /** The first vehicle that is just like this one. */
  readonly likeness: Int32Array;

  readonly waiting: number;
  readonly fairness: number;
  readonly tolerance: number;
  /** Only hard windows and deliveries: a place in a route is priced without walking the route. */
  readonly simple: boolean;
  /** One visit more never makes a route cheaper but by its travel: nothing is paid for waiting or for being early. */
  readonly monotone: boolean;
  readonly pickups: boolean;
  /** Crews or dependencies: windows of nodes depend on what is placed. */
  readonly coupled: boolean;
}
