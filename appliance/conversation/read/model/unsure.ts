import type { ExpectKind } from '#shared/link/expectation.ts';
import { beginsCardNumber } from '../../language/en-US/card-numbers.ts';
import { digitRuns, speaksOfCode } from '../../language/en-US/templates/spoken-digits.ts';
import { tokenize } from '../../language/en-US/tokens.ts';
import type { Intent, Reading } from '../../reading.ts';
import type { CallState } from '../../state/state.ts';

/** A model cannot add to these: rules heard them in so many words. */
const SETTLED: ReadonlySet<Intent> = new Set([
  'person',
  'robot_question',
  'no_recording',
  'repeat',
  'wait',
  'correction',
  'greeting',
  'thanks',
  'goodbye',
  'wrong_number',
  'vendor',
  'status',
  'reschedule',
  'cancel',
  'billing',
  'complaint',
  'message',
  'price',
]);

/** What is being asked for is a secret, or letters and digits that rules read better. */
const NEVER_ASKED = new Set(['code', 'spelling', 'phone', 'choice']);

/** What may stand beside the matter without being it. */
const ASIDE = new Set(['danger', 'vulnerable', 'indoorTempF', 'outdoorTempF', 'access', 'pets']);

/** An "answer" to nothing that was asked, with no fact in it: `Yeah so the thing is`. */
export const isBare = (rule: Reading, expect: ExpectKind): boolean =>
  rule.intent === 'answer' && expect === 'open' && Object.keys(rule.slots).every((key) => ASIDE.has(key));

/** Words that may stand beside a yes or no without telling more. */
const SHORT = 4;

/**
 * Is it worth a caller's second to ask a model too? Not where rules have the answer; always where the caller tells what is wrong, for
 * how fast we must be hangs on it. Words about codes and cards never go to a model.
 */
export const needsModel = (rule: Reading, state: CallState): boolean => {
  const { pending, safety, ended, transfer, slots: known } = state;
  if (ended || safety !== null || transfer === 'trying' || rule.urgency === 'life_safety') return false;
  const kind = pending?.kind ?? 'open';
  if (NEVER_ASKED.has(kind) || pending?.act === 'ask_access') return false;
  if (rule.slots.gateCode !== undefined || beginsCardNumber(rule.text)) return false;
  if (speaksOfCode(rule.text) && digitRuns(rule.text).length > 0) return false;
  const words = tokenize(rule.text).length;
  if (words < 2) return false;
  if (rule.doubt !== null) return true;
  if (SETTLED.has(rule.intent)) return false;
  // `Yeah so the thing is`: a yes is an answer where one was asked for, or where it is all there is.
  if (rule.answer !== null && (kind === 'yes_no' || words <= SHORT)) return false;
  if (rule.slots.problem !== undefined) return known.problem === undefined && rule.urgency !== 'emergency';
  if (rule.intent === 'question') return rule.topic === null;
  return isBare(rule, kind) || rule.intent === 'unclear' || rule.intent === 'book';
};

/** Is it a question nobody has an answer to ready? */
export const asksFreely = (rule: Reading): boolean =>
  rule.intent === 'question' && rule.topic === null && rule.slots.problem === undefined;
