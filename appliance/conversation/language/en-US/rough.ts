const SWEARS =
  /\b(f+u+c+k\w*|motherf\w+|(bull|horse)?shit\w*|bitch\w*|ass ?holes?|dumb ?ass\w*|bastards?|god ?damn\w*|damn (it|you|machine|robot|thing)|piss(ed)? off|screw you|go to hell|what the hell|(stupid|dumb|useless|goddamn) (machine|robot|computer|thing|bot|idiot)|(you )?(idiots?|morons?|moron))\b|\bf\*+/i;

/** Does the caller curse? */
export const swears = (text: string): boolean => SWEARS.test(text);

/** The words without the curses in them: none of them is a name. */
export const withoutCurses = (text: string): string => text.replace(new RegExp(SWEARS.source, 'gi'), ' ').trim();

const AGE = '(?:four|five|six|seven|eight|nine|ten|eleven|twelve|[4-9]|1[0-2])';
const CHILD = new RegExp(
  [
    `\\b(?:i'?m|i am) (?:only |just )?${AGE}(?: and a half)?(?: years? old)\\b`,
    `\\b(?:i'?m|i am) (?:only|just) ${AGE}\\b(?! (?:minutes|miles|blocks|feet|hours))`,
    "\\b(?:i'?m|i am) (?:only |just )?(?:a kid|a child|a little (?:girl|boy))\\b",
    "\\bmy (?:mommy|daddy|mummy)\\b|\\b(?:mommy|daddy) (?:is|isn'?t|isnt|won'?t|wont|said|says|told|went)\\b",
  ].join('|'),
  'i',
);

/** Does a child speak, by their own words? */
export const soundsLikeChild = (text: string): boolean => CHILD.test(text);

const MISDIALLED =
  /\b(sorry|oops|my mistake|i (think|must|have|got|dialed|called|seem)|looks like i)\b.{0,30}\bwrong number\b|\bwrong number\b.{0,12}\b(sorry|bye)\b/i;

/** Says the caller that they meant to ring somebody else? "You have the wrong number" sets a number of theirs right. */
export const misdialled = (text: string): boolean => MISDIALLED.test(text);
