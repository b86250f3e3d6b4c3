import { canonicalName } from '../sip/parse/header-names.ts';

/** Header fields that hold nothing about a person. */
const TECHNICAL: ReadonlySet<string> = new Set(
  `via cseq call-id max-forwards allow supported require proxy-require unsupported accept accept-encoding accept-language
  content-type content-length content-encoding content-disposition expires min-expires session-expires min-se rseq rack
  user-agent server retry-after warning reason event allow-events subscription-state www-authenticate proxy-authenticate
  authorization proxy-authorization authentication-info timestamp date mime-version recv-info refer-sub`.split(/\s+/),
);
/** Header fields that hold addresses. */
const ADDRESSES: ReadonlySet<string> = new Set(
  `from to contact route record-route service-route path p-asserted-identity p-preferred-identity remote-party-id diversion
  history-info refer-to referred-by p-called-party-id p-associated-uri reply-to`.split(/\s+/),
);

/** `+19375550142` -> `+xxxxxxxxx42`; a user that is no number is masked whole. The length stays. */
export const maskUser = (user: string): string => {
  const digits = user.replaceAll(/\D/g, '').length;
  let left = digits >= 7 ? digits - 2 : digits;
  return user.replaceAll(/[\p{L}\d]/gu, (sign) => (/\d/.test(sign) && left-- <= 0 ? sign : 'x'));
};

const maskUris = (text: string): string =>
  text
    .replaceAll(/\b(sips?:)([^@\s<>"]+)@/gi, (_, scheme: string, user: string) => `${scheme}${maskUser(user)}@`)
    .replaceAll(/\b(tel:)([^\s<>;,"]+)/gi, (_, scheme: string, number: string) => `${scheme}${maskUser(number)}`);

/** A display name stands in quotes, or bare before the address (RFC 3261 section 20.10). */
const maskAddresses = (value: string): string =>
  maskUris(
    value
      .replaceAll(/"(?:[^"\\]|\\.)*"/g, '"xxx"')
      .replaceAll(/(^|,)([^"<>,:]+)</g, (whole, before: string, name: string) =>
        name.trim() === '' ? whole : `${before} xxx <`,
      ),
  );

const maskDigest = (value: string): string =>
  maskUris(value).replaceAll(/\b(username\*?)(\s*=\s*)("[^"]*"|[^,\s]+)/gi, '$1$2"xxx"');

const maskField = (line: string): string => {
  const colon = line.indexOf(':');
  if (colon < 0) return 'xxx';
  const name = canonicalName(line.slice(0, colon).trim());
  const value = line.slice(colon + 1);
  if (ADDRESSES.has(name)) return `${line.slice(0, colon)}:${maskAddresses(value)}`;
  if (!TECHNICAL.has(name)) return `${line.slice(0, colon)}: xxx`;
  return name.endsWith('authorization') ? `${line.slice(0, colon)}:${maskDigest(value)}` : line;
};

/** SDP keeps what media needs; name, subject, mail and phone of the session go. Other bodies go but for a SIP status line. */
const maskBody = (body: string): string => {
  if (body === '') return body;
  if (body.startsWith('v=0'))
    return body.replaceAll(/^([siuep]=)(?!-\r?$)[^\r\n]+/gm, '$1xxx').replaceAll(/^o=\S+/gm, 'o=xxx');
  return /^SIP\/2\.0 \d{3}/.exec(body)?.[0] ?? `[${body.length} characters]`;
};

/**
 * A SIP message without personal data: numbers keep their last two digits, names go, header fields we do not know go. What says
 * how the line works stays: addresses, ports, tags, branches, codecs.
 */
export const masked = (text: string): string => {
  const cut = /\r?\n\r?\n/.exec(text);
  const head = cut ? text.slice(0, cut.index) : text;
  const [first = '', ...fields] = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const lines = [first.startsWith('SIP/2.0') ? first : maskUris(first), ...fields.map(maskField)];
  return lines.join('\r\n') + (cut ? `\r\n\r\n${maskBody(text.slice(cut.index + cut[0].length))}` : '');
};
