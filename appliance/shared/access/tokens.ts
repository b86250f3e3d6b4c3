import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What a token opens, told by how it begins, so that a leaked one can be recognised. */
const PREFIX = { session: 'pls_', token: 'plt_', device: 'pld_' } as const;
export type CredentialKind = keyof typeof PREFIX;

/** 32 random bytes, unguessable; told once, and only its digest is stored. */
export const newToken = (kind: CredentialKind): string => PREFIX[kind] + randomBytes(32).toString('base64url');

/** What a token can be; null for anything that is none of ours. */
export const kindOfToken = (token: string): CredentialKind | null => {
  for (const kind of ['session', 'token', 'device'] as const)
    if (token.startsWith(PREFIX[kind]) && token.length === PREFIX[kind].length + 43) return kind;
  return null;
};

/** SHA-256 of a secret that cannot be guessed, in hex: its stored form. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Letters and digits that nobody takes for another, read aloud or off a sheet. */
const CLEAR = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code for people, in groups of four: `7KQM-42TX`. Eight characters are 39 bits: only with few tries. */
export const newCode = (length: 8 | 16): string =>
  (
    Array.from({ length }, () => CLEAR[randomInt(CLEAR.length)])
      .join('')
      .match(/.{4}/g) ?? []
  ).join('-');

/** A code as it was meant: without the hyphens and spaces people type, in capitals. */
export const plainCode = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase();
