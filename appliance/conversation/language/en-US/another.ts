const ANOTHER =
  /\b(also|too|as well|another|one more|something else|other (thing|problem|issue)|second (thing|problem|issue)|besides|on top of that|in addition|plus|while (you are|youre|you're|he is|hes|he's|they are|theyre|they're) (here|there|at it|out here)|and (then )?(my|the|our) (other )?\w+)\b/i;

/** Does the caller speak of a matter beside the one at hand? */
export const hasCueOfAnother = (text: string): boolean => ANOTHER.test(text);
