import { lookup } from 'node:dns/promises';
import { askDns } from './dns-client.ts';
import { RecordCache } from './record-cache.ts';
import type { Naptr, Records, Srv } from './records.ts';

/** Seconds an address that the system looked up is kept: it tells no lifetime. */
const SYSTEM_TTL = 60;
const NOT_FOUND = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME']);

const plain = (name: string): string => name.replace(/\.$/, '').toLowerCase();

/**
 * DNS with a cache.
 * @param servers those to ask; when empty the system's, and names of hosts are looked up as every program here does (/etc/hosts too)
 * @param now ms
 */
export const openDns = (servers: readonly string[], now: () => number): Records => {
  const cache = new RecordCache(now);
  const system = async (name: string, family: 4 | 6): Promise<{ value: string[]; ttl: number }> => {
    try {
      const found = await lookup(name, { family, all: true });
      return { value: found.map(({ address }) => address), ttl: SYSTEM_TTL };
    } catch (error) {
      if (NOT_FOUND.has((error as NodeJS.ErrnoException).code ?? '')) return { value: [], ttl: SYSTEM_TTL };
      throw error;
    }
  };
  const configured = async (name: string, family: 4 | 6): Promise<{ value: string[]; ttl: number }> => {
    const { answers, ttl } = await askDns(servers, name, family === 4 ? 'A' : 'AAAA');
    return { value: answers.flatMap((one) => (one.type === 'A' || one.type === 'AAAA' ? [one.data] : [])), ttl };
  };
  return {
    naptr: (name) =>
      cache.get(`NAPTR ${plain(name)}`, async () => {
        const { answers, ttl } = await askDns(servers, plain(name), 'NAPTR');
        const value = answers.flatMap((one): Naptr[] => {
          if (one.type !== 'NAPTR') return [];
          const { order, preference, flags, services, replacement } = one.data;
          return [{ order, preference, flags, service: services, replacement: plain(replacement) }];
        });
        return { value, ttl };
      }),
    srv: (name) =>
      cache.get(`SRV ${plain(name)}`, async () => {
        const { answers, ttl } = await askDns(servers, plain(name), 'SRV');
        const value = answers.flatMap((one): Srv[] => {
          if (one.type !== 'SRV') return [];
          const { priority = 0, weight = 0, port, target } = one.data;
          return [{ priority, weight, port, target: plain(target) }];
        });
        return { value, ttl };
      }),
    addresses: (name, family) =>
      cache.get(`${family} ${plain(name)}`, () =>
        servers.length === 0 ? system(plain(name), family) : configured(plain(name), family),
      ),
  };
};
