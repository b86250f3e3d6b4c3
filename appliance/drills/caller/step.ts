/** What a caller does once they have heard us. */
export interface Step {
  /** Words as the caller means them; null for none. */
  readonly say: string | null;
  readonly press?: string;
  /** Share of our sentence after which the caller speaks into it. */
  readonly interrupt?: number;
  /** The call ends here: hung up, or the line broke. */
  readonly end?: 'caller' | 'lost';
}
