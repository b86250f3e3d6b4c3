import { createHmac, timingSafeEqual } from 'node:crypto';
import { PilotError } from '#shared/errors.ts';

/** Seals the place in a list that a client hands back, so that it can be neither made up nor taken to another list. */
export interface Cursors {
  /** @param list what the place is of: route and business */
  sign(list: string, place: string): string;
  /** @throws PilotError `api.cursor` */
  read(list: string, cursor: string): string;
}

/** 128 bits of the HMAC: RFC 2104 section 5 allows half of it. */
const MAC_BYTES = 16;

/** @param key 32 bytes, for this purpose alone */
export const createCursors = (key: Buffer): Cursors => {
  const macOf = (list: string, place: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([list, place]))
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    sign: (list, place) => Buffer.concat([macOf(list, place), Buffer.from(place)]).toString('base64url'),
    read(list, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      const place = bytes.subarray(MAC_BYTES).toString();
      const mac = bytes.subarray(0, MAC_BYTES);
      if (mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(list, place))) return place;
      throw new PilotError('api.cursor', 'There is no such place in this list.', {
        fix: 'Give the `next` of a page of this list as it is, or leave `after` out to begin.',
      });
    },
  };
};
