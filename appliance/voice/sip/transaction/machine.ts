/** A transaction's next state and what is to be done about it. Machines are pure: `drive` in driver.ts carries effects out. */
export interface Transition<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Timer names are those of RFC 3261 table 4 and RFC 6026. */
export type StartTimer<Name extends string> = { readonly do: 'start'; readonly timer: Name; readonly ms: number };
export type StopTimer<Name extends string> = { readonly do: 'stop'; readonly timer: Name };

/** A response as the machines see it: only its class counts. */
export interface Answer<Response> {
  readonly status: number;
  readonly response: Response;
}
