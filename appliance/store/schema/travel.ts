import type { Owned } from './office.ts';

/** One drive of a technician, once it was made. */
export interface TripRow extends Owned {
  technician_id: string;
  /** Where it went to; null for the way home. */
  visit_id: string | null;
  /** Millionths of a degree. */
  from_lon: number;
  from_lat: number;
  to_lon: number;
  to_lat: number;
  /** Epoch ms; a technician leaves once at a time. */
  left_at: number;
  /** 0 to 23, where the drive began. */
  local_hour: number;
  seconds: number;
  /** By the estimate alone, without any correction. */
  estimated_seconds: number;
  recorded_at: number;
}
