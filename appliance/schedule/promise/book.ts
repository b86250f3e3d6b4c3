import type { Technician } from '../crew.ts';
import type { Holiday, OpeningHours } from '../opening.ts';
import type { DayTravel } from '../travel/drives.ts';
import type { Point } from '../travel/estimate.ts';
import type { LocalWindow } from '../window.ts';

/** A promised window of the week. Local wall times. */
export interface WindowProfile {
  readonly weekdays: readonly number[];
  readonly starts: string;
  readonly ends: string;
  readonly kind: 'open' | 'on_call';
  /** True for one that only an emergency may take. */
  readonly emergencyOnly?: boolean;
}

/** A technician with what they have and where they start from. */
export interface BookTechnician extends Technician {
  readonly home: Point | null;
  /** Counted as skills up to their last day (local date); null: for good. */
  readonly certificates: readonly { readonly code: string; readonly expiresOn: string | null }[];
  /** What the truck has every morning. */
  readonly truck: readonly { readonly code: string; readonly kind: 'part' | 'tool'; readonly count: number }[];
}

/** Capacity that is taken: of a visit, or held for a caller. */
export interface BookedStop {
  readonly id: string;
  readonly technicianId: string;
  readonly window: LocalWindow;
  readonly location: Point | null;
  /** Minutes on site, buffer included. */
  readonly minutes: number;
  /** Epoch ms: the order of a day, and the very start where it is fixed. */
  readonly plannedStart: number;
  /** Begun, or with a crew that starts together: it stays where it is. */
  readonly fixed: boolean;
  readonly parts: Readonly<Record<string, number>>;
}

/** Time that cannot be booked: of a technician, or of the shop. */
export interface SlotBlock extends LocalWindow {
  /** Null: nobody's. */
  readonly technicianId: string | null;
  readonly kind: 'blocked' | 'emergency_only';
}

/** How a shop promises. Minutes, but for shares. */
export interface BookRules {
  readonly emergencyReserve: number;
  readonly driveMinutes: number;
  readonly maxDriveMinutes: number;
  readonly bufferMinutes: number;
  readonly overtimeMinutes: number;
  readonly emergencyOvertimeMinutes: number;
  readonly waitingMinutes: number;
  readonly preferenceMinutes: number;
}

/** Everything a question about windows is answered from. */
export interface ScheduleBook {
  readonly zone: string;
  readonly windows: readonly WindowProfile[];
  readonly hours: readonly OpeningHours[];
  readonly holidays: readonly Holiday[];
  /** Who stands first comes first where all else is equal. */
  readonly technicians: readonly BookTechnician[];
  readonly stops: readonly BookedStop[];
  readonly blocks: readonly SlotBlock[];
  readonly leadMinutes: number;
  readonly horizonDays: number;
  readonly rules: BookRules;
  /** How long drives take; by estimate when left out. */
  readonly travel?: DayTravel;
}
