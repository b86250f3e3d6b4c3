import { parseNumber, parseParams, type Params } from './tokens.ts';

/**
 * A SIP, SIPS or tel URI (RFC 3261 section 19.1, RFC 3966). `host` is '' for tel; brackets of an IPv6 host are kept off.
 * `user` has its escapes resolved; `text` is the URI as it stood.
 */
export interface Uri {
  readonly text: string;
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  readonly port: number | null;
  readonly params: Params;
  /** What stands behind the question mark, as it stood; '' when nothing does. No Request-URI may have it (section 19.1.1). */
  readonly headers: string;
}

const NO_PARAMS: Params = new Map();

/** @returns null when the text is not a URI, or a sip URI without a usable host */
export const parseUri = (text: string): Uri | null => {
  const colon = text.indexOf(':');
  if (colon < 1 || /[\s<>"]/.test(text)) return null;
  const scheme = text.slice(0, colon).toLowerCase();
  if (!/^[a-z][a-z\d+.-]*$/.test(scheme)) return null;
  if (scheme === 'sip' || scheme === 'sips') return parseSip(text, scheme, text.slice(colon + 1));
  if (scheme === 'tel') {
    const [number = '', ...rest] = text.slice(colon + 1).split(';');
    return number === ''
      ? null
      : { text, scheme, user: number, host: '', port: null, params: parseParams(rest.join(';')), headers: '' };
  }
  return { text, scheme, user: '', host: '', port: null, params: NO_PARAMS, headers: '' };
};

const parseSip = (text: string, scheme: string, rest: string): Uri | null => {
  const at = rest.indexOf('@');
  const user = at < 0 ? '' : rest.slice(0, at);
  const question = rest.indexOf('?', at + 1);
  const address = question < 0 ? rest.slice(at + 1) : rest.slice(at + 1, question);
  const semicolon = address.indexOf(';');
  const hostPort = parseHostPort(semicolon < 0 ? address : address.slice(0, semicolon));
  if (!hostPort || at === 0) return null;
  const password = user.indexOf(':');
  return {
    text,
    scheme,
    user: unescape(password < 0 ? user : user.slice(0, password)),
    host: hostPort.host,
    port: hostPort.port,
    params: semicolon < 0 ? NO_PARAMS : unescaped(parseParams(address.slice(semicolon + 1))),
    headers: question < 0 ? '' : rest.slice(question + 1),
  };
};

/** `%6C%72` is `lr` (RFC 4475 section 3.1.1.3). */
const unescaped = (params: Params): Params => {
  if (![...params].some(([name, value]) => name.includes('%') || value?.includes('%'))) return params;
  return new Map([...params].map(([name, value]) => [unescape(name).toLowerCase(), value && unescape(value)]));
};

/** `host`, `host:port`, `[v6]:port`; white space around the colon is let through (RFC 4475 section 3.1.1.1). */
export const parseHostPort = (text: string): { host: string; port: number | null } | null => {
  const found = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?:\s*:\s*(\d{1,5}))?$/.exec(text.trim());
  if (!found) return null;
  const port = found[3] === undefined ? null : parseNumber(found[3], 65_535);
  if (found[3] !== undefined && (port === null || port === 0)) return null;
  return { host: found[1] ?? found[2] ?? '', port };
};

/** Puts brackets round an IPv6 address. */
export const writeHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const unescape = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
