const NEGATORS = new Set(
  'no not nothing nothings none never without isnt arent wasnt werent dont doesnt didnt havent hasnt aint cant cannot nobody nobodys neither nor wouldnt couldnt'.split(
    ' ',
  ),
);
/** Words a denial reaches across: `there is no sign of any smoke or gas smell`. */
const TRANSPARENT = new Set(
  (
    'a an the any of or and is are was were be been being im to at all at like really ever even no not there its it that this anything something nobody ' +
    'smell smells smelling smelled see seeing seen saw hear hearing notice noticed noticing have has had having got get getting feel sign signs kind sort ' +
    'odor odors gas smoke smoking fire flame flames burning burn burnt spark sparks sparking arcing carbon monoxide alarm alarms detector funny weird strange bad electrical ' +
    'on in leak leaks leaking water sewage flooding flood shock shocked coming visible actual think believe your my coming wires outlet'
  ).split(' '),
);
const FAR = 10;

/**
 * True when what begins at token `at` is denied: a negator stands before it with nothing between that ends its reach.
 * `no i smell gas` and `i'm not sure i smell gas` are not denials.
 */
export const deniedAt = (
  words: readonly string[],
  at: number,
  breaks: (index: number) => boolean = () => false,
): boolean => {
  for (let i = at - 1; i >= Math.max(0, at - FAR); i--) {
    if (breaks(i + 1)) return false;
    const word = words[i] ?? '';
    // `and no it smells like gas`: an answer before a sentence of its own, or a misheard `now`.
    if (word === 'no' && /^(it|its|i|we|theres|there|they|he|she)$/.test(words[i + 1] ?? '') && words[i + 2] !== 'no')
      return false;
    if (NEGATORS.has(word)) {
      // `not only gas`, `no and i smell gas`, `can't stop the fire`
      return (
        !/^(sure|only|just|certain|know)$/.test(words[i + 1] ?? '') &&
        !(/^cant|cannot$/.test(word) && !/^(smell|see|hear|notice)$/.test(words[i + 1] ?? ''))
      );
    }
    if (word === 'i' && NEGATORS.has(words[i - 1] ?? '')) return false;
    if (!TRANSPARENT.has(word)) {
      // The subject may stand between the negator and its verb: `i don't think i smell gas`.
      if ((word === 'i' || word === 'we') && /^(think|believe)$/.test(words[i - 1] ?? '')) continue;
      return false;
    }
  }
  return false;
};

/** True when someone in charge has already made it safe: `the utility already shut it off and tagged it`. */
export const isMadeSafe = (sentence: string): boolean =>
  /\b(all clear|gave us the all clear|red tag|red tagged|tagged it|and tagged|already (shut|came|been|turned|checked|cleared)|(utility|gas company|fire department|fire dept|firemen|gas man) (has |have |had )?(already |just )?(shut|came|said|cleared|checked|tagged|turned|left|was here|fixed))\b/.test(
    sentence,
  ) &&
  !/\b(still smell|still smells|smell it again|smell gas again|going off again|still going off|still beeping|get out|evacuate|is back|still there)\b/.test(
    sentence,
  );
