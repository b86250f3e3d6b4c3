import type { CertificateVerdict, SeenCertificate } from './electron-port.ts';
import type { Pairing } from './pairing.ts';

/** Only pages of the paired box are ever shown. */
export const mayNavigate = (pairing: Pairing, url: string): boolean =>
  URL.canParse(url) && new URL(url).origin === pairing.origin;

/** What may be handed to the person's own programs: a call, a mail, a secure page elsewhere. Nothing that could run here. */
export const mayOpenOutside = (url: string): boolean =>
  URL.canParse(url) && ['https:', 'mailto:', 'tel:'].includes(new URL(url).protocol);

/** The console shows, plays and listens to nothing of this computer: it needs no permission at all. */
export const mayUse = (_permission: string, _origin: string): boolean => false;

/** A box paired by fingerprint must show that very certificate, whatever any authority says of another one. */
export const judgeCertificate = (pairing: Pairing, seen: SeenCertificate): CertificateVerdict => {
  if (seen.hostname !== new URL(pairing.origin).hostname) return 'reject';
  if (pairing.fingerprint === null) return 'standard';
  return seen.fingerprint === pairing.fingerprint ? 'accept' : 'reject';
};

/** For a page that comes without a policy of its own; the console brings one. */
const LAST_RESORT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The headers of an answer, with a content security policy in any case. */
export const withPolicy = (headers: Readonly<Record<string, readonly string[]>>): Record<string, string[]> => {
  const kept = Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]]));
  const has = Object.keys(kept).some((name) => name.toLowerCase() === 'content-security-policy');
  return has ? kept : { ...kept, 'content-security-policy': [LAST_RESORT_POLICY] };
};
