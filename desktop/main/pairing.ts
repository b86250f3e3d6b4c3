/** The box this shell belongs to. */
export interface Pairing {
  /** `https://box.office.example:8443`; http only where nothing leaves this computer. */
  readonly origin: string;
  /** The box's certificate, `sha256/` and base64; null where the system's roots vouch for it. */
  readonly fingerprint: string | null;
}

export class PairingFailure extends Error {
  readonly code = 'shell.pairing';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'PairingFailure';
    this.fix = fix;
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads `pairing.json`: `{"origin": "https://box.office.example:8443", "fingerprint": "sha256/..."}`.
 * @throws PairingFailure
 */
export const parsePairing = (text: string): Pairing => {
  const value = parsed(text);
  const { origin, fingerprint = null } = value;
  if (typeof origin !== 'string' || !URL.canParse(origin)) {
    throw new PairingFailure('pairing.json names no box.', 'Write its address under "origin", https and all.');
  }
  const url = new URL(origin);
  const plain = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !plain) {
    throw new PairingFailure(
      'The address of the box is not secure.',
      'Use https; plain http is taken for a box on this very computer only.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new PairingFailure('The address of the box holds a password.', 'Take name and password out of it.');
  }
  if (fingerprint !== null && (typeof fingerprint !== 'string' || !/^sha256\/[A-Za-z0-9+/]{43}=$/.test(fingerprint))) {
    throw new PairingFailure('The fingerprint in pairing.json is not one.', 'Pair this computer with the box again.');
  }
  return { origin: url.origin, fingerprint };
};

const parsed = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the one message for both.
  }
  throw new PairingFailure('pairing.json cannot be read.', 'Pair this computer with the box again.');
};
