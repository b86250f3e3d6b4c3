import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** One act as the log keeps it. Names nobody but by id. */
export interface AuditEntry {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  /** As `actorOf` says it; `nobody` before anybody was known. */
  readonly actor: string;
  readonly act: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly versionBefore: number | null;
  readonly versionAfter: number | null;
  /** HMAC of what was asked for, under a key of the box; '' where there was nothing. */
  readonly valueHash: string;
}

/** What seals the entries from `first` to `last`. Digests are SHA-256 in hex, key and signature base64url. */
export interface AuditBlock {
  readonly business: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Digest of the block before; sixty-four zeros for the first. */
  readonly previous: string;
  readonly digest: string;
  readonly sealedAt: number;
  /** Ed25519 public key, SPKI. */
  readonly key: string;
  readonly signature: string;
}

export const NO_BLOCK = '0'.repeat(64);

/** Each field with its length before it, so that no two lists of fields give the same bytes. */
const framed = (fields: readonly (string | number | null)[]): Buffer =>
  Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      if (field === null) return [length.fill(0xff)];
      const bytes = Buffer.from(String(field), 'utf8');
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

/** SHA-256 over the block before and every entry. */
export const blockDigest = (previous: string, entries: readonly AuditEntry[]): string => {
  const hash = createHash('sha256').update(Buffer.from(previous, 'hex'));
  for (const one of entries)
    hash.update(
      framed([
        one.seq,
        one.at,
        one.actor,
        one.act,
        one.objectKind,
        one.objectId,
        one.versionBefore,
        one.versionAfter,
        one.valueHash,
      ]),
    );
  return hash.digest('hex');
};

/** PKCS #8 of an Ed25519 private key up to its 32 bytes (RFC 8410 section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The box's signing key. @param seed 32 bytes that are its alone */
export const auditKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url');

type Unsigned = Omit<AuditBlock, 'signature' | 'key'>;

const signedBytes = (block: Unsigned): Buffer =>
  framed([block.business, block.first, block.last, block.count, block.previous, block.digest, block.sealedAt]);

export const signBlock = (block: Unsigned, key: KeyObject): AuditBlock => ({
  ...block,
  key: publicKeyOf(key),
  signature: sign(null, signedBytes(block), key).toString('base64url'),
});

/** Whether the block was signed with this public key. */
export const isSigned = (block: AuditBlock, key: string): boolean => {
  if (block.key !== key) return false;
  const by = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
  return verify(null, signedBytes(block), by, Buffer.from(block.signature, 'base64url'));
};
