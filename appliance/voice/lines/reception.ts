import type { TrunkConfig } from '#shared/config/trunks.ts';
import { planFor, planWithoutCore, type Plan, type PlanFacts } from '#shared/lines/plan.ts';
import { sameNumber } from '../sip/agent/caller-id.ts';
import type { LineCall } from './line.ts';
import type { LineModes } from './modes.ts';

export interface ReceptionOptions {
  readonly modes: LineModes;
  readonly trunks: readonly TrunkConfig[];
  /** Numbers the owner calls from. A caller can forge them: they open nothing but the ear. */
  readonly ownerPhones: readonly string[];
  /** Epoch ms of business time. */
  readonly now: () => number;
}

/** What a plan needs of a call. */
export type ArrivingCall = Pick<LineCall, 'trunk' | 'identity' | 'redirect' | 'rings'> & {
  readonly from: Pick<LineCall['from'], 'user'>;
};

/** Decides at the door what is done with a call: by the mode of its line, the hours and its trunk. */
export interface Reception {
  plan(line: string, call: ArrivingCall): Plan;
  /** For a call that the box should answer while core is away; null when nobody else can. */
  withoutCore(line: string, call: ArrivingCall): Plan | null;
}

export const reception = (options: ReceptionOptions): Reception => ({
  plan: (line, call) => planFor(factsOf(options, line, call)),
  withoutCore: (line, call) => planWithoutCore(factsOf(options, line, call)),
});

const factsOf = (options: ReceptionOptions, line: string, call: ArrivingCall): PlanFacts => {
  const now = options.now();
  const setting = options.modes.of(line);
  const trunk = options.trunks.find((one) => one.name === call.trunk);
  const { fallback } = setting;
  // A call that shows a number of our own is one of ours that came back.
  const own = options.trunks.flatMap(({ shows }) => shows ?? []);
  const before = [call.from.user, ...(call.identity?.diverted.map(({ number }) => number) ?? [])];
  return {
    setting,
    now,
    open: options.modes.openAt(now),
    forked: trunk?.shadow ?? false,
    rings: call.rings,
    // A phone of the shop's own that rings us would not follow a redirection; a stream of a carrier does.
    redirects: (trunk?.redirect ?? !call.rings) && call.redirect !== undefined,
    failover: (trunk?.carrierFailover ?? 'none') !== 'none',
    forwards: options.trunks.some(({ server }) => server !== null),
    fromFallback:
      (fallback !== null && before.some((number) => sameNumber(number, fallback))) ||
      own.some((number) => sameNumber(number, call.from.user)),
    owner: options.ownerPhones.some((number) => sameNumber(number, call.from.user)),
  };
};
