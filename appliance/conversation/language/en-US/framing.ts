/**
 * How a danger is spoken of when it is not the caller's own, here and now. `condition` is the weakest: an `if` or `when`
 * before it, which undoes what costs property but never what costs lives.
 */
export type Frame = 'past' | 'hypothesis' | 'elsewhere' | 'jest' | 'condition';

const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|christmas|thanksgiving';

const PAST = new RegExp(
  `\\b(?:(?<!since )last (?:year|month|week|winter|summer|fall|spring|season|time|furnace|unit|heater|boiler|panel|system|place|house|apartment|home|${DAYS}|${MONTHS})|` +
    '(?:years?|months?|weeks?|days|winters?|summers?|springs?|falls?|couple weeks|couple years) (?:ago|back)|' +
    `used to|(?:previous|former|old|prior) (?:owner|tenant|house|place|apartment|home|year)|when we (?:moved|bought)|before we (?:moved|bought)|` +
    `(?:that was|happened|back|once|one time|rental|was|had \\w+) in (?:${MONTHS})|in the past|back in|once (?:back|before)|back then|` +
    '(?:been|was|were|got|already|since been) (?:\\w+ )?(?:repaired|replaced|fixed|cleared)|all replaced|(?:replaced|fixed|repaired) it|' +
    'brand new|holding (?:great|fine|up)|(?:you|you guys|guy|he|they|company|utility) (?:replaced|repaired|saved)|a while back|a long time ago|in (?:ian|the hurricane|the (?:\\w+ )?(?:storm|flood) of)|' +
    'in (?:nineteen|two thousand|twenty) \\w+)\\b',
);
/** It goes on, whatever else is said of it. */
const STILL =
  /\b(still|again|(is|are|smells?|its) back|keeps|right now|happening|at the moment|currently|as we speak|came back|for real|seriously|started (to )?\w+ing|been (smell|leak|spark|smok|beep|going|happen|buzz|flood|pour)\w*|(not|no|isnt|arent|aint) (a |really )?(joke|joking|kidding))\b/;
const HAPPENING =
  'smell\\w*|smok\\w*|fires?|flam\\w*|spark\\w*|arc(?:s|ing)?|beep\\w*|leak\\w*|flood\\w*|burning|shock\\w*|zap\\w*|dizzy|sick|pour\\w*|gush\\w*|spray\\w*|spew\\w*|buzz\\w*|hiss\\w*|monoxide|sewage|going off|reeks?|stinks?';
/** A turn to the present, and a danger after it. */
const NOW = new RegExp(
  `\\b(?:but|now|today|tonight|this morning)\\b(?:(?! (?:no|not|nothing|dont|doesnt)\\b) \\w+){0,8} (?:${HAPPENING})\\b`,
);
/** A danger told in the present tense. */
const PRESENT = new RegExp(
  `\\b(?:its|is|are|theres|there is|there are|im|were|it) (?:(?!no\\b|not\\b|never\\b|used\\b|was\\b|old\\b|a\\b)\\w+ ){0,2}(?:smelling|smoking|sparking|leaking|pouring|gushing|flooding|beeping|burning|spraying|arcing|buzzing|hissing|spewing|shooting|on fire|smoke|sparks|flames|going off|everywhere)\\b|\\b(?:i|we) (?:can |just |do )?(?:smell|see|hear)\\b(?! about)`,
);
const NO_PRESENT_QUESTION = /\b(what if|what happens if|what happens when|if i (ever )?|if we (ever )?)\b.*/;

/** True when what was said lies behind us: `we had a leak last year`, without a `now there's` or `again`. */
const isPast = (sentence: string): boolean =>
  PAST.test(sentence) && !STILL.test(sentence) && !NOW.test(sentence) && !PRESENT.test(sentence);

const SUPPOSED =
  /\b(what if|what happens (if|when)|what would (happen|you charge|it cost|i do|you do)( \w+){0,3} (if|when)|suppose|supposing|hypothetically|if (i|we) (ever )?(smelled|saw|had|were)|(if|when) (\w+ ){1,4}ever|should (a|an|the|my|any) \w+ ever|would you( \w+)? (fix|come|repair|handle|charge|replace))\b/;
/** Only asked, not told. */
const ASKED =
  /\b(is|are|would) (a|an|the|my) (\w+ ){1,4}(be )?(covered|included)\b|\b(just|only|im|was) (asking|wondering|curious)\b|\bout of curiosity\b|\b(a )?general question\b|\bmines fine\b|\bdo you (guys )?have a \w+ list\b/;
const CONDITION =
  /\b(if|in case|when|whenever)\b( \w+){0,9} (do|would|can|will|does|should|is it|what|how|who|are) (you|i|we|that|it|the|an|your)\b|\b(what|who|how much|is it|do you|would you|should i)\b( \w+){0,8} (if|when)\b/;
const HEARSAY =
  /\b(news|article|in the paper|on tv|(somebody|someone|people|they|he|she|friend|youtube|internet) (said|says|told|asked)|i (read|heard)|how often|is that part of)\b/;
const GENERAL =
  /\b(can|could|might|may|should) (\w+ ){0,2}(cause|leak|give|make|produce|start|catch|spark|burst|happen)\b/;
const SOMEBODY_ELSE =
  /\b(my|our|a|the|his|her) (\w+ )?(sister|brother|friend|neighbors?|coworker|cousin|uncle|aunt|roommates old|mother in law|dads|dad|moms|mom|parents|boss|buddy|ex husband|ex wife|ex|in laws|next door|other house)s?\b|\bnext door\b/;
/** Why somebody else's mishap is told: the caller wants his own place looked at. */
const PRECAUTION =
  /\b(mine|ours|my outlets|all of ours|his outlets|her outlets|my (house|place|sump pump|furnace|pipes|panel|wiring))( \w+){0,4} (checked|inspected|tested|looked|replaced|insulated|serviced)\b|\b(want|like|need|get|schedule) (\w+ ){0,4}(checkup|check up|inspection|tune up)\b|\bgot (me|us) (thinking|worried)\b|\bscared (me|us|of)\b|\b(want|wants|like) (mine|ours|it) \w+ed\b|\bcan you (check|insulate|inspect|test) (\w+ ){0,2}(mine|ours|his|her|theirs|outlets)\b|\bi want real heat\b/;
const JEST =
  /\b(ha ?ha|haha\w*|^ha|lol|just kidding|im kidding|kidding|joking|just a joke|very funny|my wife says im|would kill me|says im on fire)\b/;

/**
 * How the danger at token `at` is framed, null when it is told as present. One sentence at a time: recognized text has
 * no punctuation, so all of it is one.
 */
export const frameOf = (words: readonly string[], at: number): Frame | null => {
  const sentence = words.join(' ');
  const before = words.slice(0, at + 1).join(' ');
  const after = words.slice(at).join(' ');
  if (JEST.test(sentence) && !STILL.test(sentence)) return 'jest';
  const supposed = SUPPOSED.exec(before);
  // `what if it blows up there's smoke`: what is told after the supposition stands.
  const told = PRESENT.exec(after.replace(NO_PRESENT_QUESTION, ' '));
  if (supposed && !(told && told.index > 0)) return 'hypothesis';
  if (ASKED.test(sentence) && !/\bright now\b/.test(sentence)) return 'hypothesis';
  if (isPast(sentence)) return 'past';
  if (HEARSAY.test(sentence) && (GENERAL.test(sentence) || PRECAUTION.test(sentence)) && !STILL.test(sentence))
    return 'elsewhere';
  if (SOMEBODY_ELSE.test(before) && PRECAUTION.test(sentence) && !STILL.test(sentence)) return 'elsewhere';
  return CONDITION.test(sentence) && /\b(if|in case|when|whenever)\b/.test(before) && !STILL.test(sentence)
    ? 'condition'
    : null;
};
