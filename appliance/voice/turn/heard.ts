/** A sentence of a say, and how much sound it became. */
export interface SpokenSentence {
  readonly text: string;
  /** Samples at 8 kHz; null while it is still being synthesized. */
  readonly samples: number | null;
}

/** Taken off the played time within a sentence: a word cut short was not heard. */
const MARGIN_SAMPLES = 480;
/** Where the length is not known yet, a slow speaker's pace is credited, in letters a second. */
const UNKNOWN_PACE = 9;
const SAMPLE_RATE = 8000;

/** How long a character takes to say, relative to a letter: a digit is a word, a comma a pause. */
const weightOf = (character: string): number => {
  if (/\d/.test(character)) return 4;
  if (character === '$') return 6;
  return /[.,;:!?]/.test(character) ? 3 : 1;
};

const weigh = (text: string): number => {
  let weight = 0;
  for (const character of text) weight += weightOf(character);
  return weight;
};

const wordsWithin = (sentence: SpokenSentence, played: number): string => {
  const total = weigh(sentence.text);
  const within = Math.max(0, played - MARGIN_SAMPLES);
  const reached =
    sentence.samples === null
      ? (within / SAMPLE_RATE) * UNKNOWN_PACE
      : (within / Math.max(1, sentence.samples)) * total;
  let heard = '';
  for (const word of sentence.text.split(/\s+/).filter(Boolean)) {
    const next = heard === '' ? word : `${heard} ${word}`;
    if (weigh(next) > reached) break;
    heard = next;
  }
  return heard;
};

/**
 * The text of a say that was heard so far, cut at a word boundary. Whole sentences by their sample counts; within a sentence by
 * the share of its sound that was played, less a margin, so that it is rather too short than too long.
 * @param played samples that were sent to the line
 */
export const heardText = (sentences: readonly SpokenSentence[], played: number): string => {
  const heard: string[] = [];
  let left = played;
  for (const sentence of sentences) {
    if (sentence.samples !== null && left >= sentence.samples) {
      heard.push(sentence.text);
      left -= sentence.samples;
      continue;
    }
    const part = wordsWithin(sentence, left);
    if (part !== '') heard.push(part);
    break;
  }
  return heard.join(' ');
};
