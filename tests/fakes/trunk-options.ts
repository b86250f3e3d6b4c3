import type { TrunkOptions } from '#voice/sip/agent/trunks.ts';

/** A trunk over UDP, known by one address or range, with nothing special about it but what is given. */
export const trunkAt = (host: string, more: Partial<TrunkOptions> = {}): TrunkOptions => ({
  name: 'main',
  register: null,
  server: null,
  keepAlive: true,
  protocol: 'UDP',
  tls: { serverName: null, ca: null },
  advertise: null,
  longByTcp: true,
  hosts: [host],
  codecs: ['pcmu', 'pcma'],
  srtp: 'off',
  callerId: ['p-asserted-identity', 'from'],
  numbers: [],
  maxCalls: null,
  numberInTo: false,
  ...more,
});
