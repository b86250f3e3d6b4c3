import type { CallIdentityRecord } from '#shared/api/identity.ts';
import type { CallIdentity } from '../sip/session/identity.ts';

/** What core is told of the caller beside the number; nothing where the signalling said nothing. */
export const toldIdentity = (identity: CallIdentity | undefined): { identity?: CallIdentityRecord } => {
  if (identity === undefined) return {};
  const { withheld, diverted, verstat, passports, extra } = identity;
  const silent = !withheld && diverted.length + passports.length + Object.keys(extra).length === 0 && verstat === null;
  if (silent) return {};
  return {
    identity: {
      withheld,
      diverted: diverted.map((one) => ({ ...one })),
      verstat,
      passports: [...passports],
      extra: { ...extra },
    },
  };
};
