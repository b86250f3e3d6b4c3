import type { Phrasebook } from '../../../say/phrasebook.ts';
import { amountsHold } from './amounts.ts';
import { claimsOf } from './claims.ts';
import { isCourtesy } from './courtesy.ts';
import { FOLLOW_UPS } from './follow-ups.ts';
import { phrasesOf } from './phrases.ts';
import { whisperOf } from './whisper.ts';

/** American English. */
export const english: Phrasebook = {
  phrases: phrasesOf,
  claims: claimsOf,
  amountsHold,
  isCourtesy,
  whisper: whisperOf,
  noDangerNote: 'no smells, smoke or sparks',
  canAsk: (code) => code in FOLLOW_UPS,
};
