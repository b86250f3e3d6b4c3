import { constants, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Log } from '#observe/log.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { Timers } from '../timers.ts';

export interface CertificateFiles {
  /** PEM: our certificate, then those between it and the authority. */
  readonly cert: string;
  /** PEM, without a passphrase. */
  readonly key: string;
}

/** Our certificate, taken up anew when its files change. */
export interface Certificate {
  context(): SecureContext;
  /** Epoch ms. */
  validUntil(): number;
  close(): void;
}

/** A renewed certificate is in use so soon after it was written, ms. */
const LOOK_EACH_MS = 30_000;

const read = (setting: string, file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PilotError('sip_tls_file', `${setting}: ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: `Check that the file is there and that the box may read it (ls -l ${file}), or correct ${setting}.`,
    });
  }
};

/**
 * Reads a file of certificates in PEM.
 * @throws PilotError `sip_tls_file`, `sip_tls_certificate`
 */
export const readCertificates = (setting: string, file: string): string => {
  const pem = read(setting, file);
  parse(setting, file, pem);
  return pem.toString('latin1');
};

const parse = (setting: string, file: string, pem: Buffer): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new PilotError('sip_tls_certificate', `${setting}: ${file} holds no certificate in PEM`, {
      cause,
      fix: 'It must hold -----BEGIN CERTIFICATE-----; openssl x509 -in FILE -noout -text shows what is in it.',
    });
  }
};

const load = (files: CertificateFiles): { context: SecureContext; until: number } => {
  const cert = read('sip.tls.cert', files.cert);
  const key = read('sip.tls.key', files.key);
  const first = parse('sip.tls.cert', files.cert, cert);
  try {
    const secureOptions = constants.SSL_OP_NO_RENEGOTIATION;
    const context = createSecureContext({ cert, key, minVersion: 'TLSv1.2', secureOptions });
    return { context, until: first.validToDate.getTime() };
  } catch (cause) {
    throw new PilotError('sip_tls_key', `sip.tls.key: ${files.key} does not fit ${files.cert}: ${messageOf(cause)}`, {
      cause,
      fix: 'Name the private key that this certificate was made with, in PEM and without a passphrase.',
    });
  }
};

const stamp = (files: CertificateFiles): string =>
  [files.cert, files.key]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
    })
    .join('\n');

/**
 * Opens our certificate. One that has run out is used all the same, and said: some far ends do not look, and the other lines of
 * the box must not suffer.
 * @throws PilotError `sip_tls_file`, `sip_tls_certificate`, `sip_tls_key`
 */
export const openCertificate = (
  files: CertificateFiles,
  { timers, now, log }: { readonly timers: Timers; readonly now: () => number; readonly log: Log },
): Certificate => {
  let seen = stamp(files);
  let held = load(files);
  const tellExpiry = (): void => {
    if (held.until <= now()) log.error({ file: files.cert, until: held.until }, 'the TLS certificate has run out');
  };
  const look = (): void => {
    stop = timers.after(LOOK_EACH_MS, look);
    const fresh = stamp(files);
    if (fresh === seen) return;
    try {
      held = load(files);
      seen = fresh;
      log.info({ file: files.cert, until: held.until }, 'TLS certificate taken up anew');
      tellExpiry();
    } catch (error) {
      // A key may be written before its certificate: the next look finds both.
      log.warn({ cause: messageOf(error) }, 'the renewed TLS certificate cannot be used: the one before stays');
    }
  };
  let stop = timers.after(LOOK_EACH_MS, look);
  tellExpiry();
  return { context: () => held.context, validUntil: () => held.until, close: () => stop() };
};
