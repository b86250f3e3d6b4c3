import type { GeocodeQuality } from '../travel/geocode.ts';
import type { PlanId } from './problem.ts';

/** Why a job is in no route. The first that holds of: nobody may do it, nobody alone could, there was no room for it. */
export type UnassignedReason =
  /** No vehicle has the skills. */
  | 'skills'
  /** Its pin or its excluded vehicles leave nobody with the skills. */
  | 'nobody_allowed'
  /** No vehicle holds the parts or has the capacity. */
  | 'stock'
  /** No shift and window go together, even on an empty day. */
  | 'window'
  /** Fewer vehicles can come at once than its crew needs. */
  | 'crew'
  /** A job that has to come before it is in no route. */
  | 'after_unassigned'
  /** It fits on an empty day, but not beside what is planned. */
  | 'full';

export interface PlanStep {
  readonly type: 'start' | 'job' | 'break' | 'end';
  /** The job's or break's id. */
  readonly id?: PlanId;
  /** Longitude, latitude, when the problem had it. */
  readonly location?: readonly [number, number];
  readonly location_index?: number;
  readonly arrival: number;
  readonly waiting_time: number;
  readonly setup: number;
  readonly service: number;
  /** Travel time since the start of the route. */
  readonly duration: number;
  /** Seconds after the job's last window. */
  readonly lateness: number;
  /** What is left for deliveries and held from pickups after the step. */
  readonly load: readonly number[];
  /** Present for somebody who comes along with a crew: 1 is the first beside the lead. */
  readonly crew_member?: number;
  /** Under way when the plan was made. */
  readonly started?: true;
}

export interface PlanTotals {
  readonly cost: number;
  readonly setup: number;
  readonly service: number;
  /** Travel time. */
  readonly duration: number;
  /** Metres; 0 when no distances are known. */
  readonly distance: number;
  readonly waiting_time: number;
  readonly lateness: number;
  /** Seconds home after the first tier of overtime began. */
  readonly overtime: number;
}

export interface PlanRoute extends PlanTotals {
  readonly vehicle: PlanId;
  readonly steps: readonly PlanStep[];
}

export interface UnassignedJob {
  readonly id: PlanId;
  readonly reason: UnassignedReason;
  /** What stood in the way, vehicle by vehicle: how many for each cause. */
  readonly vehicles: Readonly<Record<string, number>>;
  /** Its place on the map is unsure, so every drive there was taken longer: a better address may find it a place. */
  readonly unsure_place?: GeocodeQuality;
}

/** In the shape of VROOM's output, with extensions. `code` is always 0: what is wrong with a problem is an error. */
export interface PlanSolution {
  readonly code: 0;
  readonly summary: PlanTotals & {
    readonly routes: number;
    readonly unassigned: number;
    /** Jobs of published plans now with another vehicle, or shifted beyond the tolerance. */
    readonly disrupted: number;
  };
  readonly routes: readonly PlanRoute[];
  readonly unassigned: readonly UnassignedJob[];
  /** Breaks for which pinned and started work, or the shift, leave no room: somebody has to decide. */
  readonly breaks_missed: readonly { readonly vehicle: PlanId; readonly id: PlanId }[];
  readonly search: { readonly seed: number; readonly iterations: number };
}
