const UPSET =
  /\b(ridiculous|unacceptable|outrageous|disgusted|disgusting|furious|fed up|sick (and tired|of (this|it|you|waiting))|(so|very|really|pretty|extremely) (angry|mad|upset|frustrated|annoyed|disappointed)|(i am|im|i'm) (angry|mad|upset|frustrated|annoyed|disappointed|losing my (mind|patience|temper))|terrible (service|job|experience|company)|worst (service|company|experience)|rip ?off|ripped (me |us )?off|scam(med)?|waste of (my )?time|you people|third time (this|it|i|we|you)|how many times|never (again|using you)|sue you|report you|better business bureau|complain(t|ing)?)\b/i;

/** Is the caller angry or let down, by their own words? Meant wide: it only keeps us from asking them for more. */
export const soundsUpset = (text: string): boolean => UPSET.test(text.replace(/’/g, "'"));
