import { hasEmptyPart, parseParams, unquote, type Params } from './tokens.ts';
import { parseUri, type Uri } from './uri.ts';

/** A From, To, Contact, Route or Record-Route value (RFC 3261 section 20.10). */
export interface NameAddr {
  readonly display: string;
  readonly uri: Uri;
  readonly params: Params;
}

/** @returns null when it cannot be read: no URI, an unclosed quote or bracket */
export const parseNameAddr = (text: string): NameAddr | null => {
  const open = openBracket(text);
  if (open < 0) {
    const semicolon = text.indexOf(';');
    const address = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
    // Section 20: a URI that holds a question mark or a comma stands in brackets.
    if (/[?,]/.test(address) || (semicolon >= 0 && hasEmptyPart(text.slice(semicolon)))) return null;
    const uri = parseUri(address);
    return uri && { display: '', uri, params: parseParams(semicolon < 0 ? '' : text.slice(semicolon + 1)) };
  }
  const close = text.indexOf('>', open);
  if (close < 0) return null;
  const display = text.slice(0, open).trim();
  if (display.startsWith('"') !== (display.length > 1 && display.endsWith('"'))) return null;
  const uri = parseUri(text.slice(open + 1, close).trim());
  const rest = text.slice(close + 1).trim();
  if (!uri || (rest !== '' && (!rest.startsWith(';') || hasEmptyPart(rest)))) return null;
  return { display: unquote(display), uri, params: parseParams(rest) };
};

/** Place of the `<` outside the quoted display name; -1 when there is none. */
const openBracket = (text: string): number => {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '<') return i;
  }
  return -1;
};
