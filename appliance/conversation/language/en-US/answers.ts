import { tokenize } from './tokens.ts';

const YES =
  /^(um |uh |oh |well |okay |ok |and |so |hmm |ah |please )*(yes|yeah|yep|yup|ya|yah|yea|yess|yeas|yeh|correct|corect|right|sure|uh huh|uhhuh|mm hm|mmhm|mhm|mm hmm|absolutely|definitely|exactly|indeed|okay|ok|of course|affirmative|certainly|fine|perfect|sounds good|sounds great|sounds fine|sounds right|that sounds|that works|works for me|that would work|thats right|thats correct|that is right|that is correct|thats it|thats fine|that is fine|thats good|thats great|that will work|thatll work|thats me|thats the one|you got it|got it|youve got it|its correct|it is correct|its right|it is right|that would be (fine|great|good|perfect)|go ahead|lets do (it|that)|do it|book it|please do|i do|i am|it is|it does|there is(?! (no|not|nothing|none))|we do|i would|i can|thats okay|thats ok|all right|alright|you bet|sure thing|by all means|good|great|i agree|agreed|true|please|lets go|(its|that is|thats|this is) (exactly|perfectly) right|i guess so|i think so|i believe so|that should be fine|it sure is|yes it is|no problem|no thats (right|correct|fine|good)|no that is (right|correct|fine|good)|no its (right|correct|fine)|no you got it|not a problem|no worries)\b/;
const NO =
  /^(um |uh |oh |well |okay |ok |and |so |hmm |ah |actually |sorry )*(no|nope|nah|naw|nay|now thats wrong|not|negative|wrong|incorrect|thats wrong|thats not|that is not|that isnt|that is wrong|thats incorrect|that is incorrect|its not|it isnt|it is not|it is wrong|not right|not correct|not really|not quite|not exactly|i dont|i do not|i didnt|there isnt|there is no|there are no|there arent|theres no|theres nothing|i am not|im not|we dont|we do not|nothing|none|neither|never|its wrong|you (got|have) (it|that|my \w+|the \w+) wrong|thats the wrong|not that|dont|do not|i cant|that wont work|that doesnt work|that does not work|wont work|cant do|none of (those|that|them)|nun|know thats)\b/;
/** A yes that is taken back by its next word: `i do not`, `it is not okay`, `please dont`. */
const NEGATED =
  /^(um |uh |oh |well |okay |so |and )*(i am|i do|i can|i would|it is|it does|that is|that does|there is|we do|we can|we are|please|please do|go ahead|i would rather|i really do)( really| just)? (not|dont|never)\b/;
/** `i do not mind` is no no. */
const NO_LESS = /\b(not|dont) (mind|have a problem|see why not)\b/;
/** Words before the answer itself: `okay no`, `right not now`. */
const LEAD =
  /^(?:(?:um|uh|like|so|well|right|okay|ok|fine|sure|good|great|alright|all right|yeah|yeah so) )+(?=(?:no|nope|not|dont|do not)\b)/;
/** `yeah so do you take cards`: how people begin, not an answer. */
const BEGINS =
  /^(?:(?:um|uh|like|well) )*yeah so (?=(?:do|does|are|is|can|could|will|would|what|which|who|how|when|where|why|have|did) )/;

/** The words without what people begin with before a no or a question of their own. */
export const withoutLead = (text: string): string => text.replace(LEAD, '').replace(BEGINS, '');
/** Openings that say yes only when little follows: `i would`, but not `i would like to leave a message`. */
const WEAK_YES =
  /^(um |uh |oh |well |so |and )*(right|okay|ok|sure|fine|good|great|perfect|please|i am|i do|i can|it is|i would|there is|it does|got it|we do)\b(?! (thats|that is|that works|sounds|yes|yeah|lets|thank))/;
/** `no` that is not the answer no. */
const NOT_A_NO =
  /^(um |uh |well )*(no|not) (heat|cooling|ac|power|water|hot|air|electricity|cold|pressure|lights|working|idea|sure|certain)\b/;
const YES_INSIDE =
  /\b(thats (right|correct|fine)|that is (right|correct|fine)|yes please|yes|yeah|yep|that works|sounds good)\b/;
const NO_INSIDE =
  /\b(thats (wrong|not right|not correct|not it)|that is (wrong|not right|not correct|not it)|not right|incorrect|you got it wrong)\b/;

const UNSURE =
  /^(um |uh |well |oh |hmm |i )*(maybe|perhaps|possibly|might be|not sure|im not sure|i am not sure|dont know|do not know|i dont know|cant tell|could be|kind of|kinda|sort of|a little|a bit|think so|i think so|i think|it might|there might be|hard to (say|tell)|no idea)\b/;

/** Neither yes nor no, but nothing that could be left aside: `maybe`, `I'm not sure`, `a little`. */
export const soundsUnsure = (text: string): boolean =>
  UNSURE.test(
    tokenize(text)
      .map((token) => token.word)
      .join(' '),
  );

/**
 * Yes or no, in all usual forms; null when neither was said. `no, that's right` is yes; `yes but the street is wrong` is no.
 * @param words normalised words
 */
export const readAnswer = (words: readonly string[]): 'yes' | 'no' | null => {
  const text = withoutLead(words.join(' '));
  if (NEGATED.test(text)) return NO_LESS.test(text) ? 'yes' : 'no';
  if (
    /^(um |uh |oh )*(no|nope) (no |thats |that is |its |it is |you got |problem|worries)/.test(text) &&
    YES.test(text.replace(/^(um |uh |oh )*(no|nope) no /, 'no '))
  ) {
    if (!NO_INSIDE.test(text)) return YES.test(text) ? 'yes' : 'no';
  }
  if (NO_INSIDE.test(text)) return 'no';
  if (NOT_A_NO.test(text)) return null;
  if (YES.test(text)) return WEAK_YES.test(text) && words.length > 4 ? null : 'yes';
  if (NO.test(text)) return 'no';
  if (words.length <= 8 && YES_INSIDE.test(text)) return 'yes';
  return null;
};
