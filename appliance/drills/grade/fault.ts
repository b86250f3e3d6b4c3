/** What a drill can fail by. The first three are the ones that must never happen. */
export type FaultKind =
  | 'false_booking'
  | 'duplicate_booking'
  | 'wrong_price'
  | 'row_missing'
  | 'row_unexpected'
  | 'row_changed'
  | 'outcome'
  | 'said'
  | 'not_said'
  | 'secret_said'
  | 'turns'
  | 'dead_air'
  | 'broken';

export interface Fault {
  readonly kind: FaultKind;
  /** For people: what was wanted and what was there. */
  readonly what: string;
}
