import type { TrunkConfig } from '#shared/config/trunks.ts';
import { planFor, type Plan } from '#shared/lines/plan.ts';
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
export const reception =
  (options: ReceptionOptions): ((line: string, call: ArrivingCall) => Plan) =>
  (line, call) => {
    const now = options.now();
    const setting = options.modes.of(line);
    const trunk = options.trunks.find((one) => one.name === call.trunk);
    const { fallback } = setting;
    // A call that shows a number of our own is one of ours that came back.
    const own = options.trunks.flatMap(({ shows }) => shows ?? []);
    const before = [call.from.user, ...(call.identity?.diverted.map(({ number }) => number) ?? [])];
    return planFor({
      setting,
      now,
      open: options.modes.openAt(now),
      forked: trunk?.shadow ?? false,
      rings: call.rings,
      redirects: (trunk?.redirect ?? true) && call.redirect !== undefined,
      failover: (trunk?.carrierFailover ?? 'none') !== 'none',
      forwards: options.trunks.some(({ server }) => server !== null),
      fromFallback:
        (fallback !== null && before.some((number) => sameNumber(number, fallback))) ||
        own.some((number) => sameNumber(number, call.from.user)),
      owner: options.ownerPhones.some((number) => sameNumber(number, call.from.user)),
    });
  };
