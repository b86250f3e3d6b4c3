import { messageOf } from '#shared/errors.ts';
import type { Endpoint } from './transport.ts';

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the far end broke the connection off',
  EPIPE: 'the far end broke the connection off',
  ETIMEDOUT: 'nobody answers there',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: check the clock of this box',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out to another name: see tls.server_name of the trunk',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed its certificate itself: name that certificate as tls.ca of the trunk',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of its certificate is not known here: see tls.ca of the trunk',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority of its certificate is not known here: see tls.ca of the trunk',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority of its certificate is not known here: see tls.ca of the trunk',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on that port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it speaks no TLS of version 1.2 or later',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it speaks no TLS of version 1.2 or later',
};

/** Why a connection could not be had or broke, in words for people. */
export const connectFault = (error: NodeJS.ErrnoException, { address, port }: Endpoint): Error =>
  new Error(`${address}:${port}: ${CAUSES[error.code ?? ''] ?? messageOf(error)}`, { cause: error });
