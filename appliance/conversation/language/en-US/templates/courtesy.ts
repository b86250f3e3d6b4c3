const words = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[’']/g, '')
    .match(/[a-z]+/g) ?? [];

/** What a sentence of courtesy is made of. */
const COURTESY = new Set(
  words(`a about again all am an and annoying any appreciate are asking at awful be but can feel for frustrating good hard hear how i in is it
    just know like long must of oh okay on or patience question really right see so sorry sound sounds stressful such sure thank
    thanks that the then there these this those to tough trouble trying understand understandable upsetting very want was what when where which
    why wondering worry worrying would you your`),
);

/**
 * What no courtesy holds, even in the caller's own words: numbers and money, times, people and the shop, promises and deeds, advice, and any word
 * on whether something is safe.
 */
const NEVER = new Set(
  words(`one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty ninety hundred thousand
    dollar dollars cent cents buck bucks price prices cost costs charge charges fee free cheap cheaper discount pay paid refund waive waived coupon
    deposit today tonight tomorrow yesterday now soon shortly later minute minutes hour hours day days week weeks month morning afternoon evening
    noon midnight monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december we us our ours ourselves he she him her his they them their someone somebody technician technicians plumber electrician
    dispatcher owner manager office company shop team crew guy will shall promise promised guarantee guaranteed definitely certainly always never
    book booked booking schedule scheduled appointment confirm confirmed arrange arranged send sent sending dispatch dispatched arrive arriving
    coming way visit alerted called call included covered cover warranty insurance licensed insured approved agreed done fixed yes no safe unsafe
    danger dangerous harmless fine gas fire smoke carbon monoxide alarm emergency police ignore turn switch shut open close leave stay use try
    check touch wait reset`),
);

/** A sentence that begins so takes up the caller's words; it states nothing of its own. */
const OPENING =
  /^(i (hear|understand|see how|can see how|can hear how|am( so| very)? sorry)|im sorry|that (sounds|must)|that is (a|an|such a)( very| really)? (good|fair|tough|hard|understandable)|thank you|thanks|sorry)\b/;

/** True for one short sentence of courtesy, made of the language's own words for it and of those the caller has just used. */
export const isCourtesy = (text: string, heard: string): boolean => {
  if (!/^[A-Za-z][A-Za-z ,’'-]*[.]?$/.test(text.trim())) return false;
  const theirs = new Set(words(heard));
  if (!OPENING.test(words(text).join(' '))) return false;
  return words(text).every((word) => !NEVER.has(word) && (COURTESY.has(word) || theirs.has(word)));
};
