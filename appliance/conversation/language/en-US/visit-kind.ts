export type VisitKind = 'repair' | 'maintenance' | 'new';

const SAID: Readonly<Record<VisitKind, RegExp>> = {
  repair:
    /\b(repairs?|repaired|fix|fixed|fixing|broke|broken|not working|(isnt|isn't|doesnt|doesn't|wont|won't|not) work(ing)?|something( is|s)? wrong|stopped|problem)\b/i,
  maintenance: /\b(maintenance|maintained|tune|cleaning|service visit|check ?up|inspection|yearly|annual|regular)\b/i,
  new: /\b(new|price|estimate|quote|bid|replac\w*|install\w*|upgrade\w*|buy)\b/i,
};

/**
 * What sort of visit the caller means, asked where their own words named no service we know. Null where they tell none
 * of the three, or more than one: the question is then asked again.
 */
export const readVisitKind = (text: string): VisitKind | null => {
  const kinds = (Object.keys(SAID) as VisitKind[]).filter((kind) => SAID[kind].test(text));
  return kinds.length === 1 ? (kinds[0] ?? null) : null;
};
