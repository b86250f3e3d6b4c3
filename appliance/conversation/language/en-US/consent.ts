import { soundsUnsure } from './answers.ts';

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^a-z ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();

const CLEAR =
  /\b(yes|yeah|yep|yup|sure|please|absolutely|definitely|of course|certainly|go ahead|add (it|that)|do (it|that)|sounds (good|great)|i would|id like|ill take|why not)\b/;
const BARE = /^((um|uh|well) )*(okay|ok|alright|all right|fine|good|great|perfect|mm hm|uh huh)( then)?$/;

/**
 * Is it a yes that somebody may be held to? `Okay, thanks` and `okay, bye` only take leave.
 * @param text words that were read as a yes
 */
export const isClearYes = (text: string): boolean => {
  const words = plain(text);
  return !soundsUnsure(words) && (CLEAR.test(words) || BARE.test(words));
};

const BYE =
  /\b(good ?bye|bye|take care|have a (good|great|nice)|talk to you later|see you|good night|hang(ing)? up)\b/i;

/** Does the caller take their leave, beyond saying that this is all? */
export const saysBye = (text: string): boolean => BYE.test(text);
