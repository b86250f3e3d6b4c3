import { isIP } from 'node:net';
import type { PersonConfig, TransferConfig } from '#shared/config/transfer.ts';
import type { TrunkConfig } from '#shared/config/trunks.ts';
import { PilotError } from '#shared/errors.ts';
import type { People, Person } from '../calls/transfer/people.ts';
import type { Media } from '../media/media.ts';
import type { UserAgent } from '../sip/agent/user-agent.ts';
import { parseHostPort, parseUri, writeHost } from '../sip/parse/uri.ts';

interface Surroundings {
  readonly agent: Pick<UserAgent, 'address' | 'call'>;
  readonly media: Pick<Media, 'openLeg'>;
  readonly trunks: readonly TrunkConfig[];
  readonly transfer: TransferConfig;
}

/** IP addresses of the shop's own phones: what they answer is let in. */
export const phonesOf = ({ to }: TransferConfig): string[] =>
  to.flatMap(({ address }) => {
    const host = (address === null ? null : parseUri(address)?.host) ?? '';
    return isIP(host) === 0 ? [] : [host];
  });

/** The people of the configuration, rung over the user agent. */
export const peopleOf = ({ agent, media, trunks, transfer }: Surroundings): People => {
  const here = `${writeHost(agent.address.address)}:${agent.address.port}`;
  const uriOf = ({ number, address, name }: PersonConfig, server: string | null): string => {
    if (address !== null) return address;
    if (number !== null && server !== null) return `sip:${number}@${server}`;
    throw new PilotError('transfer_no_way', `no trunk can call ${name}`, {
      fix: 'Set server on the trunk that is to call, in sip.trunks.',
    });
  };
  return {
    record: transfer.record,
    openLeg: () => media.openLeg(),
    find: (name, over) => {
      const config = transfer.to.find((one) => one.name === name);
      if (!config) return null;
      const theirs = trunks.find((one) => one.name === over) ?? null;
      const ours = trunks.find((one) => one.name === config.trunk) ?? null;
      const person: Person = {
        name,
        way: config.way ?? theirs?.transfer ?? 'bridge',
        ringMs: transfer.ringMs,
        referTo:
          config.number !== null && theirs?.referTo === 'tel'
            ? `tel:${config.number}`
            : uriOf(config, theirs?.server ?? ours?.server ?? here),
        ring: (caller, at) => {
          // A carrier takes calls from numbers of the shop only; the shop's own phones may show who calls.
          const shown = ours ? (ours.shows ?? 'anonymous') : caller.user || 'anonymous';
          const host = ours?.server ? writeHost(parseHostPort(ours.server)?.host ?? '') : here;
          return agent.call({
            target: uriOf(config, ours?.server ?? null),
            from: `<sip:${shown}@${host}>`,
            media: at,
            ...(ours ? { trunk: ours.name } : {}),
          });
        },
      };
      return person;
    },
  };
};
