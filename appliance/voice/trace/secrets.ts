/**
 * Takes out of a message what nobody who reads a trace may learn, whatever else they may see: SRTP keys (RFC 4568 section 6.1,
 * RFC 4567, RFC 8866 section 5.12), digest and basic proofs (RFC 7616), and keys that a caller pressed, for they may be a PIN or a card.
 */
export const withoutSecrets = (text: string): string => {
  let out = text;
  if (/^(?:a=crypto|a=key-mgmt|k=)/im.test(out)) out = withoutMediaKeys(out);
  if (/auth/i.test(out)) out = withoutProofs(out);
  return out.startsWith('INFO ') || /application\/dtmf/i.test(out) ? withoutPressed(out) : out;
};

const withoutMediaKeys = (text: string): string =>
  text
    .replaceAll(/\b(inline:)[^|\s;]*/gi, '$1***')
    .replaceAll(/^(a=key-mgmt:\S+ )[^\r\n]*/gim, '$1***')
    .replaceAll(/^(k=[^:\r\n]*:)[^\r\n]*/gim, '$1***');

const withoutProofs = (text: string): string =>
  text
    .replaceAll(/\b(response|rspauth|cnonce)(\s*=\s*)("[^"]*"|[^,\s]+)/gi, '$1$2"***"')
    .replaceAll(/^((?:proxy-)?authorization[ \t]*:\s*basic\s+)[^\r\n]*/gim, '$1***');

const withoutPressed = (text: string): string => {
  const end = /\r?\n\r?\n/.exec(text);
  if (!end) return text;
  const start = end.index + end[0].length;
  const body = text.slice(start);
  if (body === '') return text;
  return text.slice(0, start) + (body.includes('=') ? body.replaceAll(/(signal[ \t]*=)[^\r\n]*/gi, '$1***') : '***');
};
