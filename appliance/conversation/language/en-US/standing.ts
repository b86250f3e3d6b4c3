/** What the caller is to the place: who decides there, and who pays. */
export type Standing = 'owner' | 'landlord' | 'manager' | 'tenant' | 'other';

const PLACE = '(?:house|home|place|building|property|condo|townhouse|duplex|trailer|unit|apartment)';
const OWN = '(?:this|the|that|my|our|a)';

/** The first that is said stands. Words as tokens: lower case, no apostrophes. */
const RULES: readonly (readonly [Standing, RegExp])[] = [
  [
    'other',
    /\b(?:im|i am) (?:just |only )?(?:the |a |her |his |their )?(?:neighbors?|baby ?sitter|house ?sitter|pet ?sitter|dog ?sitter|cleaner|cleaning lady|nanny|caretaker|guest)\b|\b(?:my|the) neighbors (?:house|home|place|basement|yard)\b/,
  ],
  [
    'manager',
    /\b(?:im|i am|this is|were|we are) (?:\w+ ){0,2}?(?:property|building|apartment) manage(?:r|ment)\b|\bi manage (?:\w+ ){0,2}?(?:building|buildings|property|properties|units|apartments|complex)\b|\b(?:im|i am) (?:on|with) the (?:hoa|h o a|condo) (?:board|association)\b/,
  ],
  [
    'landlord',
    new RegExp(
      `\\b(?:im|i am) (?:the|a|her|his|their) (?:landlord|landlady)\\b|\\b(?:i|we) rent (?:it|this|them|${OWN} ${PLACE}) out\\b|\\b(?:my|our) (?:tenants?|renters?|rentals?)\\b|\\brental of (?:mine|ours)\\b|\\b(?:i|we) have (?:tenants|renters)\\b`,
    ),
  ],
  [
    'tenant',
    /\b(?:my|our|the) (?:landlord|landlady)s?\b|\b(?:im|i am|were|we are) (?:just |only )?(?:a |the )?(?:renters?|tenants?|renting)\b|\b(?:i|we) (?:just |only )?rent (?:here|this|the|an?|from)\b/,
  ],
  [
    'owner',
    new RegExp(
      `\\b(?:im|i am|were|we are|as) (?:the |a )?(?:home ?)?owners?\\b|\\b(?:i|we) (?:just )?(?:own|bought|built) (?:${OWN} )?(?:own )?(?:${PLACE}|it)\\b|\\b(?:its|it is|this is) (?:my|our) (?:own )?${PLACE}\\b|\\bmy own ${PLACE}\\b`,
    ),
  ],
];

const NOT = /\b(?:not|dont|do not|never|isnt|aint)(?: \w+){0,2}$/;

/** Null when the caller did not say what they are to the place. @param words tokens of one utterance */
export const readStanding = (words: readonly string[]): Standing | null => {
  const text = words.join(' ');
  // `my landlord` makes a tenant, `I am the landlord` does not.
  for (const [standing, rule] of RULES) {
    const match = rule.exec(text);
    if (match && !NOT.test(text.slice(0, match.index).trimEnd())) return standing;
  }
  return null;
};

const PLAN = '(?:maintenance|service|comfort|protection|membership|member|club|priority|tune up)';
const HAS =
  '(?:(?:i|we) (?:already )?(?:have|got|carry|pay for)|(?:ive|weve|i have|we have) (?:got|had)|(?:im|were|i am|we are) (?:already )?(?:on|under|in|part of|with|a))';
const HOLDS = new RegExp(
  `\\b${HAS} (?:a |an |your |the |one of your )*(?:${PLAN} (?:plan|agreement|contract|program|club|member)|(?:club|plan) member)\\b|\\b(?:im|were|i am|we are)(?: already)? (?:a )?members?\\b`,
);
const DENIES =
  /\b(?:not|no|dont|do not|never|without|should|could|want|wanted|looking|interested|thinking|how much|cost|sign up|join|cancel)\b/;

/** Whether the caller says that they hold the shop's maintenance plan; a question about it is no such word. */
export const readMember = (words: readonly string[]): boolean => {
  const text = words.join(' ');
  const match = HOLDS.exec(text);
  return match !== null && !DENIES.test(text.slice(Math.max(0, match.index - 30), match.index + match[0].length));
};
