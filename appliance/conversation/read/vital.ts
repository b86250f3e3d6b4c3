import { editDistance } from '../language/en-US/sound.ts';

/** Words whose misspelling may cost a life are looked at first. */
export const VITAL: readonly string[] = (
  'smell smells smelling gas smoke smoking fire flames flame carbon monoxide detector alarm burning sparks sparking shocked hissing hiss dizzy propane ' +
  'rotten eggs leaking headache oxygen beeping nauseous gushing spewing spraying pouring flooding overflowing sewage melted arcing sagging ' +
  'bulging bowing sizzling screaming woozy touched touch collapsed electrocuted tingle hanging wire wires splitting brighter bright caught ' +
  'fainted zapped ventilator breathing throwing fumes stinks reeks furnace chandelier generator electrical unconscious exploded transformer shock shocks jolt filling sick feel touching insulin'
).split(' ');

/** `flms` and `flames`, `dzy` and `dizzy`: recognizers lose vowels and voice, and `gh` is silent. */
const skeletonOf = (word: string): string =>
  word
    .replace(/gh/g, '')
    .replace(/ck/g, 'k')
    .replace(/(?<=.)[aeiouy]/g, '')
    .replace(/d/g, 't')
    .replace(/z/g, 's')
    .replace(/(.)\1+/g, '$1');

const BY_SKELETON: ReadonlyMap<string, string> = new Map(VITAL.toReversed().map((word) => [skeletonOf(word), word]));

/** One consonant more, less or other. */
const isNear = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
};

/**
 * The vital word that a word of no dictionary was meant to be, by its consonants.
 * @param inflected it is a form of a known word: only the very consonants count then
 * @returns null when none is near
 */
export const vitalWord = (word: string, inflected: boolean): string | null => {
  if (word.length < 3) return null;
  const skeleton = skeletonOf(word);
  const same = BY_SKELETON.get(skeleton);
  if (same !== undefined && Math.abs(same.length - word.length) <= (skeleton.length > 2 ? 3 : 2)) return same;
  if (skeleton.length < 3 || inflected) return null;
  let best: string | null = null;
  let bestLetters = 99;
  for (const [key, vital] of BY_SKELETON) {
    const alike = skeleton.length >= 4 ? key[0] === skeleton[0] : vital.slice(0, 4) === word.slice(0, 4);
    if (key.length < 4 || !alike || !isNear(key, skeleton)) continue;
    const letters = editDistance(word, vital);
    if (letters < bestLetters) [best, bestLetters] = [vital, letters];
  }
  return best;
};
