import type { Directory } from './directory.ts';
import { heardDistance } from './sound.ts';

const WISH =
  /\b(want|wants|wanted|like|love|prefer|request|ask|asked|asking|get|have|send|sending|see|is|can|could|will|would|with|same|hoping|if|only|please|was|that)( \w+){0,4}$/;
const AGAIN =
  /^(again|please|coming|come|back|only|if|to|who|he|she|did|was|available|instead|specifically|this|next)$/;
/** The caller tells who they are. */
const OWN_NAME = /\b(this is|name is|names|im|i am|it is|its|speaking with|called|mister|missus|mr|mrs|ms)$/;

/**
 * A technician of the shop whom the caller would rather have: `is dana coming again`, `I want Dana`. Null where the name may be
 * the caller's own, or is two people's.
 * @returns the full name as the shop writes it
 */
export const readTechnician = (words: readonly string[], directory: Directory): string | null => {
  for (const [i, word] of words.entries()) {
    const named = directory.technicians.filter((name) => {
      const [first = ''] = name.toLowerCase().split(' ');
      return word === first || (word.length >= 4 && first.length >= 4 && heardDistance(word, first) <= 0.5);
    });
    if (named.length === 0) continue;
    const full = named.filter((name) => name.toLowerCase().split(' ').slice(1).join(' ') === words[i + 1]);
    const [only, ...others] = full.length > 0 ? full : named;
    const before = words.slice(Math.max(0, i - 6), i).join(' ');
    const after = words[i + (full.length > 0 ? 2 : 1)] ?? '';
    if (only === undefined || others.length > 0 || OWN_NAME.test(before)) continue;
    // `will`, `mark`, `rich` are words first.
    const ordinary = full.length === 0 && directory.wordRank(word) < 1500;
    if (ordinary && !/^(want|for|have|with|get|see|prefer|request)$/.test(words[i - 1] ?? '')) continue;
    if (WISH.test(before) || AGAIN.test(after)) return only;
  }
  return null;
};
