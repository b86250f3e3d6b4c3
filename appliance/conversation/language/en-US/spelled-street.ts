import type { Directory } from './directory.ts';
import { heardDistance } from './sound.ts';
import { spelledDistance } from './spelled-name.ts';
import { isStreetWord } from './street-name.ts';
import { SUFFIXES } from './states.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The name of a street that spelled letters mean: a telephone swaps and loses letters, so letters that make no word give
 * way to a word that is near both them and what was heard.
 * @param heard the street as it was heard before, its suffix included; '' when it was not
 */
export const settleStreet = (letters: string, heard: string, directory: Directory): string => {
  const spelled = letters.toLowerCase();
  const words = heard.toLowerCase().split(/\s+/).filter(Boolean);
  const name = words.length > 1 && SUFFIXES[words.at(-1) ?? ''] !== undefined ? words.slice(0, -1) : words;
  const before = name.join('');
  const common = directory.wordRank(spelled) < 10_000 || directory.lastRank(spelled) < 3000;
  if (common || before === spelled) return capital(spelled);
  const near = [directory.soundsLike(spelled)?.name, directory.soundsLike(before)?.name, ...name];
  let best: { word: string; cost: number } | null = null;
  for (const word of near) {
    if (word === undefined || !isStreetWord(word, directory)) continue;
    const distance = spelledDistance(spelled, word);
    const cost = distance * 2 + (before === '' ? 0 : heardDistance(before, word));
    if (distance <= 1.4 && (!best || cost < best.cost)) best = { word, cost };
  }
  const own = (before === '' ? 0 : heardDistance(before, spelled)) + (isStreetWord(spelled, directory) ? 0 : 3);
  return capital(best && best.cost < own ? best.word : spelled);
};
