import type { Config } from './schema.ts';
import type { TrunkConfig } from './trunks.ts';

/** The line of calls that come over no trunk: from phones that `sip.allowed` names. */
export const INSIDE_LINE = 'main';

/** A line as the configuration describes it: the numbers that ring it, and the trunks or streams they ring on. */
export interface ConfiguredLine {
  readonly name: string;
  readonly numbers: readonly string[];
  readonly trunks: readonly string[];
  /** A trunk of it carries forked sound. */
  readonly forked: boolean;
  /** Its calls ring until they are answered. */
  readonly rings: boolean;
  /** Every trunk of it takes a redirection. */
  readonly redirects: boolean;
  /** A trunk can ring other numbers. */
  readonly forwards: boolean;
  /** The carrier rings another number when the box does not take a call. */
  readonly failover: boolean;
}

/** What a way to a line (a trunk, a stream) makes of it. */
type Way = Pick<ConfiguredLine, 'forked' | 'rings' | 'redirects' | 'failover'> & { readonly trunk: string | null };

/** Phones of the shop that ring the box themselves. */
const INSIDE: Way = { trunk: null, forked: false, rings: true, redirects: false, failover: false };

const overTrunk = (trunk: TrunkConfig): Way => ({
  trunk: trunk.name,
  forked: trunk.shadow,
  rings: true,
  redirects: trunk.redirect,
  failover: trunk.carrierFailover !== null && trunk.carrierFailover !== 'none',
});

/** Every line that calls can ring, those of the trunks first, in the order of the configuration. */
export const configuredLines = (config: Pick<Config, 'sip' | 'streamLines'>): ConfiguredLine[] => {
  const lines = new Map<string, ConfiguredLine>();
  const add = (name: string, numbers: readonly string[], way: Way): void => {
    const known = lines.get(name);
    lines.set(name, {
      name,
      numbers: [...(known?.numbers ?? []), ...numbers],
      trunks: [
        ...(known?.trunks ?? []),
        ...(way.trunk !== null && !known?.trunks.includes(way.trunk) ? [way.trunk] : []),
      ],
      forked: (known?.forked ?? false) || way.forked,
      rings: (known?.rings ?? true) && way.rings,
      redirects: (known?.redirects ?? true) && way.redirects,
      forwards: config.sip.trunks.some(({ server }) => server !== null),
      failover: (known?.failover ?? true) && way.failover,
    });
  };
  const addAll = ({ name, numbers }: Pick<TrunkConfig, 'name' | 'numbers'>, way: Way): void => {
    for (const [number, line] of Object.entries(numbers)) add(line, [number], way);
    if (!Object.values(numbers).includes(name)) add(name, [], way);
  };
  for (const trunk of config.sip.trunks) addAll(trunk, overTrunk(trunk));
  const { audiosocket, twilio } = config.streamLines;
  if (audiosocket) addAll(audiosocket, { ...INSIDE, trunk: audiosocket.name, rings: false });
  if (twilio)
    addAll(twilio, {
      trunk: twilio.name,
      forked: false,
      rings: false,
      redirects: true,
      failover: twilio.fallback !== null,
    });
  if (!lines.has(INSIDE_LINE)) add(INSIDE_LINE, [], INSIDE);
  return [...lines.values()];
};
