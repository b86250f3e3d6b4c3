/** Parameters of a URI or header: names in lower case, `null` for one without a value, quotes taken off. */
export type Params = ReadonlyMap<string, string | null>;

/**
 * Splits at a separator that stands outside quoted strings and angle brackets. Pieces are trimmed; empty ones are dropped.
 * An unclosed quote or bracket runs to the end.
 */
export const splitOutside = (text: string, separator: string): string[] => {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '<') depth++;
    else if (c === '>') depth = Math.max(0, depth - 1);
    else if (c === separator && depth === 0) {
      pieces.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  pieces.push(text.slice(start).trim());
  return pieces.filter((piece) => piece !== '');
};

/** Whether nothing stands between two separators, or behind the last one, outside quoted strings: `;;`, `,,`, `;,`. */
export const hasEmptyPart = (text: string): boolean =>
  EMPTY_PART.test(text) && EMPTY_PART.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""'));

const EMPTY_PART = /[;,]\s*(?:[;,]|$)/;

export const splitList = (text: string): string[] =>
  text.includes(',') ? splitOutside(text, ',') : text === '' ? [] : [text];

/** Takes the quotes and escapes off a quoted string; anything else comes back as it is. */
export const unquote = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text;

export const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** @param text `;a=b;c` with or without the first semicolon */
export const parseParams = (text: string): Params => {
  const params = new Map<string, string | null>();
  if (text === '') return params;
  for (const piece of splitOutside(text, ';')) {
    const eq = piece.indexOf('=');
    const name = (eq < 0 ? piece : piece.slice(0, eq)).trim().toLowerCase();
    if (name !== '' && !params.has(name)) params.set(name, eq < 0 ? null : unquote(piece.slice(eq + 1).trim()));
  }
  return params;
};

/** `;a=b;c`; values that are no token are quoted. */
export const writeParams = (params: Params): string => {
  let text = '';
  for (const [name, value] of params)
    text += value === null ? `;${name}` : `;${name}=${/[\s;,="<>]/.test(value) ? quote(value) : value}`;
  return text;
};

/** RFC 3261 `token`. */
export const isToken = (text: string): boolean => /^[\w\-.!%*+`'~]+$/.test(text);

/** A decimal number without sign, at most `max`; null otherwise. */
export const parseNumber = (text: string, max: number): number | null => {
  if (!/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value <= max ? value : null;
};
