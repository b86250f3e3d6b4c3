const ASKS =
  /\b(?:why|how come)\b(?: \w+){0,3}? (?:not|no|nothing|cant|cannot|can't|couldnt|isnt|isn't|arent|dont|don't|wont|won't)\b|^(?:oh |but |and |so )*(?:why not|why is that|how come|why)\??$|\bwhats (?:wrong|the (?:problem|matter)) with (?:\w+ ){0,2}(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|then)\b/;

/** A question why a time cannot be had: `why not Tuesday`, `why can't you come tomorrow`, `how come`. */
export const asksWhyNot = (text: string): boolean =>
  ASKS.test(
    text
      .toLowerCase()
      .replaceAll(/[.,!’']/g, '')
      .trim(),
  );
