const NUMBERS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
/** As recognizers print a number that was all that was said. */
const ALONE: Readonly<Record<string, number>> = { won: 1, for: 4, fore: 4 };

/** A score from one to five; null when none was said, or more than one. */
export const readScore = (text: string): number | null => {
  const words = text
    .toLowerCase()
    .replace(/\b(?:out )?of (?:five|5)\b/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ');
  const said = words.filter((word) => !/^(um|uh|a|an|i|id|would|say|give|it|maybe|probably|about)$/.test(word));
  if (said.length === 1 && said[0] !== undefined && said[0] in ALONE) return ALONE[said[0]] ?? null;
  const numbers = [...new Set(said.flatMap((word) => (/^\d+$/.test(word) ? Number(word) : (NUMBERS[word] ?? []))))];
  // "No one", "the one who came" and "one of them" count nothing.
  if (
    numbers.length === 1 &&
    numbers[0] === 1 &&
    /\b(no|the|any|some|every|that|this) one\b|\bone (of|who|that|thing)\b/i.test(text)
  )
    return null;
  const [score] = numbers;
  return numbers.length === 1 && score !== undefined && score >= 1 && score <= 5 ? score : null;
};

/** The customer would rather not be asked. */
export const declinesSurvey = (text: string): boolean =>
  /\b(no (time|thanks|thank you)|not (now|interested|today)|rather not|(dont|do not|don't) (have (the )?time|want to|wish to)|busy|another time|skip)\b/i.test(
    text,
  );
