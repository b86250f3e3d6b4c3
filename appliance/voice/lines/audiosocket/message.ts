/**
 * AudioSocket messages (docs.asterisk.org, Configuration/Channel-Drivers/AudioSocket).
 *
 *    0        1                 3
 *   +--------+--------+--------+-----------------+
 *   |  type  | length (big-endian) |   payload    |
 *   +--------+--------+--------+-----------------+
 *
 *   0x00 hang-up   0x01 UUID, 16 octets   0x03 key, 1 character   0x10 sound: signed 16-bit, little-endian, 8 kHz
 *   0x11..0x18 sound at another rate   0xff error, with a code or without
 */
export type AudioSocketMessage =
  | { readonly kind: 'hangup' }
  | { readonly kind: 'id'; readonly uuid: string }
  | { readonly kind: 'key'; readonly digit: string }
  | { readonly kind: 'sound'; readonly pcm: Int16Array<ArrayBuffer> }
  | { readonly kind: 'error'; readonly code: number | null }
  /** No AudioSocket, or nothing we take: nothing that follows can be read. `reason` is for people. */
  | { readonly kind: 'fault'; readonly reason: string };

const HANGUP = 0x00;
const ID = 0x01;
const KEY = 0x03;
const SOUND = 0x10;
const FIRST_OTHER_RATE = 0x11;
const LAST_OTHER_RATE = 0x18;
const ERROR = 0xff;

const HEADER = 3;
/** 200 ms: a PBX sends 20 to 60. */
const MOST_SOUND = 3200;
const KEYS = /^[0-9*#A-D]$/;

const takes = (type: number, length: number): boolean => {
  switch (type) {
    case HANGUP:
      return length === 0;
    case ID:
      return length === 16;
    case KEY:
      return length === 1;
    case SOUND:
      return length > 0 && length <= MOST_SOUND && length % 2 === 0;
    case ERROR:
      return length <= 1;
    default:
      return false;
  }
};

const faultOf = (type: number, length: number): string => {
  const name = `0x${type.toString(16).padStart(2, '0')}`;
  if (type >= FIRST_OTHER_RATE && type <= LAST_OTHER_RATE)
    return `the PBX sends sound of another rate than 8 kHz (type ${name}): use the AudioSocket application, or codec slin`;
  return `a message of type ${name} with ${length} octets is no AudioSocket message`;
};

/** `01234567-89ab-cdef-0123-456789abcdef`, in small letters. */
const uuidOf = (octets: Buffer): string =>
  octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const read = (type: number, payload: Buffer): AudioSocketMessage | null => {
  if (type === HANGUP) return { kind: 'hangup' };
  if (type === ID) return { kind: 'id', uuid: uuidOf(payload) };
  if (type === ERROR) return { kind: 'error', code: payload[0] ?? null };
  if (type === SOUND) {
    const pcm = new Int16Array(payload.length / 2);
    for (let i = 0; i < pcm.length; i++) pcm[i] = payload.readInt16LE(2 * i);
    return { kind: 'sound', pcm };
  }
  // Flash and the like are no keys.
  const digit = payload.toString('latin1').toUpperCase();
  return KEYS.test(digit) ? { kind: 'key', digit } : null;
};

/** Cuts a stream of octets into messages, in whatever pieces it comes. After a fault it reads nothing more. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #faulty = false;

  push(piece: Buffer): AudioSocketMessage[] {
    if (this.#faulty) return [];
    const octets = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const messages: AudioSocketMessage[] = [];
    let at = 0;
    while (octets.length - at >= HEADER) {
      const type = octets.readUInt8(at);
      const length = octets.readUInt16BE(at + 1);
      if (!takes(type, length)) {
        this.#faulty = true;
        return [...messages, { kind: 'fault', reason: faultOf(type, length) }];
      }
      const end = at + HEADER + length;
      if (end > octets.length) break;
      const message = read(type, octets.subarray(at + HEADER, end));
      if (message) messages.push(message);
      at = end;
    }
    // A copy: what is kept must not keep the whole piece alive.
    this.#rest = Buffer.from(octets.subarray(at));
    return messages;
  }
}

/** A frame of sound, header and payload in one buffer: some releases of Asterisk misread a header that comes by itself. */
export const soundMessage = (pcm: Int16Array): Buffer => {
  const out = Buffer.allocUnsafe(HEADER + 2 * pcm.length);
  out.writeUInt8(SOUND, 0);
  out.writeUInt16BE(2 * pcm.length, 1);
  for (let i = 0; i < pcm.length; i++) out.writeInt16LE(pcm[i] ?? 0, HEADER + 2 * i);
  return out;
};

export const HANGUP_MESSAGE: Buffer = Buffer.from([HANGUP, 0, 0]);
