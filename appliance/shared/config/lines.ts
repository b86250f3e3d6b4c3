import type { Config } from './schema.ts';

/** The line of calls that come over no trunk: from phones that `sip.allowed` names. */
export const INSIDE_LINE = 'main';

/** A line as the configuration describes it: the numbers that ring it, and the trunks they ring on. */
export interface ConfiguredLine {
  readonly name: string;
  readonly numbers: readonly string[];
  readonly trunks: readonly string[];
  /** A trunk of it carries forked sound. */
  readonly forked: boolean;
  /** Every trunk of it takes a redirection. */
  readonly redirects: boolean;
  /** The carrier rings another number when the box does not take a call. */
  readonly failover: boolean;
}

/** Every line that calls can ring, those of the trunks first, in the order of the configuration. */
export const configuredLines = (config: Pick<Config, 'sip' | 'streamLines'>): ConfiguredLine[] => {
  const lines = new Map<string, ConfiguredLine>();
  const add = (name: string, numbers: readonly string[], trunk: Config['sip']['trunks'][number] | null): void => {
    const known = lines.get(name);
    lines.set(name, {
      name,
      numbers: [...(known?.numbers ?? []), ...numbers],
      trunks: [...(known?.trunks ?? []), ...(trunk && !known?.trunks.includes(trunk.name) ? [trunk.name] : [])],
      forked: (known?.forked ?? false) || (trunk?.shadow ?? false),
      redirects: (known?.redirects ?? true) && (trunk?.redirect ?? false),
      failover:
        (known?.failover ?? true) &&
        trunk !== null &&
        trunk.carrierFailover !== null &&
        trunk.carrierFailover !== 'none',
    });
  };
  for (const trunk of config.sip.trunks) {
    for (const [number, name] of Object.entries(trunk.numbers)) add(name, [number], trunk);
    if (!Object.values(trunk.numbers).includes(trunk.name)) add(trunk.name, [], trunk);
  }
  const { audiosocket } = config.streamLines;
  for (const line of audiosocket ? [audiosocket] : []) {
    for (const [number, name] of Object.entries(line.numbers)) add(name, [number], null);
    if (!Object.values(line.numbers).includes(line.name)) add(line.name, [], null);
  }
  if (!lines.has(INSIDE_LINE)) add(INSIDE_LINE, [], null);
  return [...lines.values()];
};
