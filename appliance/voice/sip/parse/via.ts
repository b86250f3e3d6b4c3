import { parseParams, writeParams, type Params } from './tokens.ts';
import { parseHostPort, writeHost } from './uri.ts';

/** One hop of the way a request came (RFC 3261 section 20.42). `transport` in upper case; `port` null when it was left out. */
export interface Via {
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly params: Params;
}

/** The start of every branch made by RFC 3261: it identifies the transaction by itself (section 8.1.1.7). */
export const MAGIC_COOKIE = 'z9hG4bK';

export const parseVia = (text: string): Via | null => {
  const semicolon = text.indexOf(';');
  const head = semicolon < 0 ? text : text.slice(0, semicolon);
  const found = /^SIP\s*\/\s*2\.0\s*\/\s*([\w-]+)\s+(\S.*)$/i.exec(head.trim());
  const hostPort = found && parseHostPort(found[2] ?? '');
  if (!found || !hostPort) return null;
  return {
    transport: (found[1] ?? '').toUpperCase(),
    host: hostPort.host,
    port: hostPort.port,
    params: parseParams(semicolon < 0 ? '' : text.slice(semicolon + 1)),
  };
};

export const writeVia = (via: Via): string =>
  `SIP/2.0/${via.transport} ${writeHost(via.host)}${via.port === null ? '' : `:${via.port}`}${writeParams(via.params)}`;

export const branchOf = (via: Via): string => via.params.get('branch') ?? '';

/** `sent-by` in one spelling, for transaction keys. */
export const sentBy = (via: Via): string => `${via.host.toLowerCase()}:${via.port ?? 5060}`;
