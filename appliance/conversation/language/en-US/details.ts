import { deniedAt } from './denial.ts';
import { digitRuns, isNumberWord, readDigits, readQuantity } from './numbers.ts';
import { tokenize } from './tokens.ts';

const PETS =
  /^(dog|dogs|cat|cats|puppy|puppies|pup|pups|doggy|kitty|kitten|kittens|pet|pets|pitbull|shepherd|labrador|lab|labs|retriever|chihuahua|beagle|poodle|husky|rottweiler|bird|birds|pats|parrot|rabbit|rabbits|goat|goats|bulldog|doberman|dachshund|terrier|dock)$/;
const BEFORE_PET = new Set(
  'a an one two three four five the my our big small little friendly nice mean old large huge tiny barking loud guard german golden pit border great very really really but few some several couple of black white brown aggressive sweet harmless protective indoor outdoor young 1 2 3 4'.split(
    ' ',
  ),
);
const AFTER_PET = new Set(
  'in the back yard backyard but is are he she friendly mean bites wont bite inside outside loose and cat cats dog dogs two one a who barks garage kennel crate crated locked up behind'.split(
    ' ',
  ),
);

export interface Detail {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Animals at the address, in the caller's words; `none` when there are none. */
export const readPets = (words: readonly string[]): Detail | null => {
  const at = words.findIndex(
    (word, i) =>
      PETS.test(word) &&
      !(word === 'dock' && words[i - 1] !== 'friendly') &&
      !(/^(lab|labs|bird|birds|goat|goats|dock|pet|pup|pups)$/.test(word) && words[i + 1] === 'door') &&
      !/^(hot|like)$/.test(words[i - 1] ?? '') &&
      !(word === 'pats' && !/^(no|any)$/.test(words[i - 1] ?? '')),
  );
  if (at === -1) return null;
  if (deniedAt(words, at) || /^(no|any)$/.test(words[at - 1] ?? ''))
    return words.slice(Math.max(0, at - 4), at).some((word) => /^(no|not|dont|none|havent|without)$/.test(word))
      ? { text: 'none', from: at - 1, to: at + 1 }
      : null;
  let from = at;
  while (from > 0 && at - from < 5 && BEFORE_PET.has(words[from - 1] ?? '')) from--;
  while (from < at && /^(the|my|our|but|and|really)$/.test(words[from] ?? '')) from++;
  let to = at + 1;
  let end = to;
  while (to < words.length && to - at < 8 && AFTER_PET.has(words[to] ?? '')) {
    to++;
    if (
      /^(yard|backyard|friendly|mean|bites|bite|inside|outside|loose|cat|cats|dog|dogs|garage|kennel|crate|crated|up|barks)$/.test(
        words[to - 1] ?? '',
      )
    )
      end = to;
  }
  return {
    text: words
      .slice(from, end)
      .join(' ')
      .replace(/\bdock\b/, 'dog'),
    from,
    to: end,
  };
};

const CODE_WORD = /^(code|pin|passcode|keycode|combo|combination|codes|coat)$/;
const CODE_PLACE =
  /^(gate|door|access|entry|alarm|garage|lockbox|keypad|lock|box|community|security|entrance|callbox|building|house|front|side|gated|get|gaate|gait|gates)$/;

/**
 * Gate, door or alarm code: digits, `*` and `#`.
 * @param expected true when the caller was just asked for it
 */
export const readCode = (
  words: readonly string[],
  expected: boolean,
  pauses: ReadonlySet<number> = new Set(),
): Detail | null => {
  for (let i = 0; i < words.length; i++) {
    const named =
      CODE_WORD.test(words[i] ?? '') &&
      words[i - 1] !== 'zip' &&
      words[i - 1] !== 'area' &&
      words[i - 1] !== 'error' &&
      words[i - 1] !== 'postal' &&
      !/^(navien|rinnai|promo|coupon|building code)$/.test(words[i - 1] ?? '') &&
      words[i - 1] !== 'says' &&
      words[i - 1] !== 'showing';
    const placed =
      words.slice(Math.max(0, i - 4), i).some((word) => CODE_PLACE.test(word)) ||
      words.slice(i + 1, i + 5).some((word) => /^(gate|door|lockbox|keypad|garage|alarm)$/.test(word));
    const keypad = /^(gate|lockbox|keypad)$/.test(words[i] ?? '') && !CODE_WORD.test(words[i + 1] ?? '');
    if (
      !(
        named &&
        (placed ||
          expected ||
          /^(star|pound|hash)$/.test(words[i + 1] ?? '') ||
          (words[i - 1] === 'the' && isNumberWord(words[i + 2] ?? words[i + 1])))
      ) &&
      !(keypad && isNumberWord(words[i + 1] === 'is' ? words[i + 2] : words[i + 1])) &&
      !(expected && i === 0)
    )
      continue;
    let k = named || keypad ? i + 1 : 0;
    const limit = k + 8;
    while (
      k < words.length &&
      k < limit &&
      !isNumberWord(words[k]) &&
      !/^(star|pound|hash|asterisk|\*|#)$/.test(words[k] ?? '')
    )
      k++;
    let code = '';
    const from = k;
    let to = k;
    while (k < words.length && code.length < 12 && !(k > from && code.length > 1 && pauses.has(k))) {
      const word = words[k] ?? '';
      if (/^(star|asterisk|\*)$/.test(word)) code += '*';
      else if (/^(pound|hash|#|hashtag)$/.test(word)) code += '#';
      else if (isNumberWord(word)) {
        const run = readDigits(words.slice(0, pauseAfter(pauses, k, words.length)), k, false, 8);
        if (!run) break;
        code += run.digits;
        k = run.to;
        to = k;
        continue;
      } else if (/^(um|uh|then|and|sign|key|the)$/.test(word)) {
        k++;
        continue;
      } else break;
      k++;
      to = k;
    }
    if (/\d{2}/.test(code) || /^\d[#*]$|^[#*]\d$/.test(code)) return { text: code, from, to };
  }
  return null;
};

const ACCESS =
  /\b(key (is |s )?(under|in|with|at|behind)|under the (mat|rock|flower ?pot|pot)|lock ?box|side door|back door|side gate|back gate|use the (side|back|front|rear|garage)|come (around|to) (the )?(back|side|rear)|go (around|through) (the )?(back|side|alley|garage)|park (in|on|at|behind)|driveway|alley|call (me )?(when|before) (you|they|he)|text (me )?(when|before)|knock|ring the (bell|doorbell)|doorbell|leave the (door|gate) (open|unlocked)|(door|gate) (is |will be )?(open|unlocked)|past the|across from|next to the|behind the|corner of|someone will be (there|home)|(my|the) (husband|wife|son|daughter|tenant|neighbor|mother|father) (will be|is) (there|home)|nobody (will be )?home|upstairs|third floor|second floor|elevator|gated community|call box|buzzer|dollar general)\b/;

const pauseAfter = (pauses: ReadonlySet<number>, at: number, end: number): number => {
  for (let i = at + 1; i < end; i++) if (pauses.has(i)) return i;
  return end;
};

/** How to get in or find the place, in the caller's words. */
export const readAccess = (words: readonly string[], bounds: (index: number) => boolean): Detail | null => {
  const text = words.join(' ');
  const match = ACCESS.exec(text);
  if (!match) return null;
  const at = text.slice(0, match.index).split(' ').length - (match.index === 0 ? 1 : 1);
  let from = at;
  while (
    from > 0 &&
    at - from < 4 &&
    !bounds(from) &&
    !/^(and|but|so|because|~|also|yes|yeah|okay)$/.test(words[from - 1] ?? '')
  )
    from--;
  let to = at + match[0].split(' ').length;
  while (to < words.length && to - at < 12 && !bounds(to) && !/^(and|but|so|because|~|also|my)$/.test(words[to] ?? ''))
    to++;
  return { text: words.slice(from, to).join(' '), from, to };
};

/** Temperatures in degrees Fahrenheit, told apart by where they were measured. */
export const readTemperatures = (words: readonly string[]): { indoor?: number; outdoor?: number } => {
  const found: { indoor?: number; outdoor?: number } = {};
  const text = words.join(' ');
  const below = /\b(minus|negative) (\w+)|\b(\w+) below( zero)?\b/.exec(text);
  if (/\bbelow zero\b|\bsub ?zero\b/.test(text) && !below?.[2]) found.outdoor = -1;
  for (const run of digitRuns(words)) {
    const quantity = readQuantity(words, run.from);
    if (!quantity || quantity.value < -40 || quantity.value > 125) continue;
    const value = /^(minus|negative)$/.test(words[run.from - 1] ?? '') ? -quantity.value : quantity.value;
    const before = words.slice(Math.max(0, run.from - 6), run.from).join(' ');
    const after = words.slice(quantity.to, quantity.to + 6).join(' ');
    const degrees = /^(degrees|degree|fahrenheit)\b/.test(after);
    const outside =
      /^(degrees |degree |fahrenheit )?(right now |already |now )?(outside|outdoors|out there|out here|out\b(?! of)|today)(?! (unit|units|faucet|faucets|outlet|outlets|light|lights|box|spigot|wall|thing))/.test(
        after,
      ) ||
      /\b(outside|outdoors)( \w+){0,3}$/.test(before) ||
      /\b(degrees|degree)( \w+){0,3} (outside|outdoors)\b/.test(after);
    const inside =
      /^(degrees |degree |fahrenheit )?(right now |already |now )?(in here|in the|in my|in our|inside|indoors)/.test(
        after,
      ) ||
      /\b(inside|indoors|house is|thermostat|in here|house|says|reads|reading|home is|down to|up to|apartment is|bedroom is|living room is|(?:hot|cold|warm|freezing) in here)( \w+){0,3}$/.test(
        before,
      );
    if (
      !degrees &&
      !(
        (outside || inside) &&
        (value >= 20 || (outside && value >= 5) || value < 0) &&
        /\b(its|it is|is|says|reads|only|about|like|at|to|was|almost|over|under|around|reading|hit|hits|in here)( \w+)?( minus| negative)?$/.test(
          before,
        )
      )
    )
      continue;
    if (outside && !/\binside\b/.test(before)) found.outdoor = value;
    else if (inside || degrees) found.indoor = value;
  }
  if (/\bfreezing outside\b/.test(text) && found.outdoor === undefined) found.outdoor = 32;
  return found;
};

/** `about sixty two`, said when asked how warm it is; null where no such temperature was said. Degrees Fahrenheit. */
export const readBareDegrees = (text: string): number | null => {
  const words = tokenize(text).map(({ word }) => word);
  const at = words.findIndex((word) => isNumberWord(word));
  const quantity = at === -1 ? null : readQuantity(words, at);
  return quantity !== null && quantity.value >= 20 && quantity.value <= 120 ? quantity.value : null;
};
