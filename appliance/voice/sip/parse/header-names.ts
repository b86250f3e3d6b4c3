/** Compact forms, RFC 3261 section 7.3.3 and the IANA registry. */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Spellings that capitalising each word would get wrong. */
const SPELLED: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'mime-version': 'MIME-Version',
  'www-authenticate': 'WWW-Authenticate',
  rseq: 'RSeq',
  rack: 'RAck',
  'min-se': 'Min-SE',
};

const written = new Map<string, string>(Object.entries(SPELLED));

/** Lower-case long form of a header name as received. */
export const canonicalName = (name: string): string => {
  const lower = name.toLowerCase();
  return lower.length === 1 ? (COMPACT[lower] ?? lower) : lower;
};

/** How a canonical name is written on the wire: `call-id` -> `Call-ID`. */
export const wireName = (canonical: string): string => {
  const known = written.get(canonical);
  if (known !== undefined) return known;
  const made = canonical.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  if (written.size < 500) written.set(canonical, made);
  return made;
};
