import { networkInterfaces } from 'node:os';

/** The address told to far ends when the socket listens on all of them: the first outer IPv4 address, else loopback. */
export const advertised = (bound: string): string => {
  if (bound !== '0.0.0.0' && bound !== '::') return bound;
  for (const entries of Object.values(networkInterfaces())) {
    for (const entry of entries ?? []) if (entry.family === 'IPv4' && !entry.internal) return entry.address;
  }
  return '127.0.0.1';
};
