import { readAmended } from '../language/en-US/amended.ts';
import { readAnswer } from '../language/en-US/answers.ts';
import { indexConcepts } from '../language/en-US/concepts.ts';
import { readAccess, readCode, readPets, readTemperatures } from '../language/en-US/details.ts';
import type { Directory } from '../language/en-US/directory.ts';
import { readEmail } from '../language/en-US/email.ts';
import { readHazards, type HazardReading } from '../language/en-US/hazards.ts';
import { innocentAt } from '../language/en-US/innocent.ts';
import { asksForVisit, isCorrection, readIntent } from '../language/en-US/intents.ts';
import { THINGS } from '../language/en-US/lexicon-things.ts';
import { TROUBLES } from '../language/en-US/lexicon-troubles.ts';
import { readName } from '../language/en-US/names.ts';
import { asTyped, isTyped } from '../language/en-US/typed-name.ts';
import { readExtension, readPhone } from '../language/en-US/phone.ts';
import { cap, settleName, settleSpelling } from '../language/en-US/spelled-name.ts';
import { settleStreet, withLetters } from '../language/en-US/spelled-street.ts';
import { readSpelling } from '../language/en-US/spelling.ts';
import { readMember, readStanding } from '../language/en-US/standing.ts';
import { sliceText, tokenize, type Token } from '../language/en-US/tokens.ts';
import { readTechnician } from '../language/en-US/technician.ts';
import { findVulnerable } from '../language/en-US/vulnerable.ts';
import { readWindow } from '../language/en-US/windows.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { Intent, Reading, ReadContext, ReadSlots } from '../reading.ts';
import { blanked, referencesIn } from '../state/references.ts';
import { takenWeather } from './climate.ts';
import { stemOf, type Heard } from './phrases.ts';
import { withGuessedName } from './hidden-danger.ts';
import { indexProblems, problemText, readDetails } from './problem.ts';
import { createRepair } from './repair.ts';
import { readUrgency } from './urgency.ts';

/** Understands one utterance by rules alone: pure, about a millisecond, never throws. */
export interface Reader {
  read(text: string, context: ReadContext): Reading;
}

const stopsOf = (tokens: readonly Token[], full: boolean): Set<number> =>
  new Set(tokens.flatMap((token, i) => (i > 0 && (token.pause === '.' || (!full && token.pause !== '')) ? [i] : [])));

const NO_NAME = { raw: '', first: null, last: null, spelled: true, alternatives: [] } as const;

/** Where names are the caller's own. */
const wishesNoName = (expect: ReadContext['expect']): boolean => expect !== 'name' && expect !== 'spelling';

/** What is said by the way and answers no question of ours. */
const ASIDES = new Set(['danger', 'standing', 'member', 'technician']);

const NOT_A_PROBLEM_WHEN = new Set(['name', 'spelling', 'phone', 'address', 'code']);

const NO_DANGER =
  /\b(no|not|nothing|none|dont|without|any|didnt|havent|isnt|never|cant)( \w+){0,5} (smell|smells|smelling|odor|odors|burning|smoke|sparks|sparking|gas|fire|danger|dangers|flames)\b|\bsmells? (fine|normal|okay)\b|\bnone of (that|those|them|the above)\b|\bnothing like that\b|\beverything is (safe|fine)\b/;

/**
 * Builds the rule reader. Compiling the playbook takes some milliseconds: do it once, not a turn.
 * It serves recognizers' text (lower case, no punctuation, numbers as words, misheard pieces) and typed text alike.
 */
export const createReader = (options: { directory: Directory; playbook: Playbook }): Reader => {
  const { directory, playbook } = options;
  const concepts = indexConcepts(THINGS, TROUBLES);
  const problems = indexProblems(playbook);
  const repair = createRepair([...concepts.vocabulary, ...problems.vocabulary], directory);

  /** Weighs letters that were asked for against the words they were asked about. */
  const settle = (slots: ReadSlots, letters: string, { of, heard }: NonNullable<ReadContext['spelling']>): void => {
    const words = tokenize(heard).map((token) => token.word);
    if (of === 'street') slots.settled = settleStreet(letters, heard, directory);
    else if (of === 'city') {
      const near = directory.home ? directory.city(letters.toLowerCase(), directory.home.state) : null;
      slots.settled = near?.sure === true ? near.city : cap(letters);
    } else if (of === 'first_name') {
      const { name, sure } = settleSpelling(letters, words[0] ?? null, 'first', directory);
      slots.settled = name;
      slots.name = { ...NO_NAME, first: name, matched: sure, unsure: sure ? [] : ['first'], letters: ['first'] };
    } else {
      const { first, last, sure } = settleName(
        letters,
        readName(words, new Set(), true, directory)?.name.raw.split(' ') ?? [],
        directory,
      );
      slots.settled = last;
      slots.name = { ...NO_NAME, first, last, matched: sure, unsure: [], letters: ['last'] };
    }
  };

  const readSlots = (
    text: string,
    context: ReadContext,
    heardTokens: readonly Token[],
    reasons: string[],
  ): { slots: ReadSlots; taken: Set<number> } => {
    const slots: ReadSlots = {};
    const taken = new Set<number>();
    const { expect } = context;
    const heardWords = heardTokens.map((token) => token.word);
    let words: string[] = [...heardWords];
    const take = (from: number, to: number): void => {
      for (let i = Math.max(0, from); i < to; i++) taken.add(i);
      words = words.map((word, i) => (i >= from && i < to ? '~' : word));
    };
    const commas = stopsOf(heardTokens, false);
    const correcting = isCorrection(heardWords);
    const email = readEmail(text, heardWords);
    if (email) {
      slots.email = email.email;
      take(email.from, email.to);
    }
    const code = readCode(words, expect === 'code', commas);
    if (code) {
      slots.gateCode = code.text;
      take(code.from, code.to);
    }
    const extension = readExtension(words);
    if (extension) {
      slots.extension = extension.digits;
      take(extension.from, extension.to);
    }
    const phone = readPhone(words, expect === 'phone', commas);
    if (phone && expect !== 'code' && !(expect === 'address' && !phone.phone.complete)) {
      slots.phone = phone.phone;
      if (!phone.phone.sameAsCaller) take(phone.from, phone.to);
    }
    // Letters spelled for a name are no house number and no direction: `g e o r g e`.
    const letters = expect === 'address' ? null : readSpelling(words, false);
    const unspelled = words.map((word, i) => (letters && i >= letters.from && i < letters.to ? '~' : word));
    if (expect !== 'phone' || slots.phone === undefined || heardWords.length > 12) {
      const manner =
        expect === 'address'
          ? 'asked'
          : correcting && (expect === 'open' || expect === 'yes_no')
            ? 'correcting'
            : 'unasked';
      const address = readAmended(unspelled, manner, directory);
      if (address) {
        const run = expect === 'address' || correcting ? readSpelling(heardWords, false) : null;
        const spelled = run === null ? null : withLetters(address.address, run.letters, directory);
        if (run && spelled) take(run.from, run.to);
        slots.address = spelled ?? address.address;
        if (address.doubtfulNumber) reasons.push('address: a -teen or -ty number may be the other one');
        for (const [from, to] of address.spans) take(from, to);
      }
    }
    const window = readWindow(words, context);
    if (window) slots.window = window;
    if (expect !== 'address' && expect !== 'phone' && expect !== 'code' && expect !== 'choice') {
      const spelling = readSpelling(words, expect === 'spelling' || expect === 'name');
      if (spelling) slots.spelling = spelling.letters;
      if (spelling && context.spelling) settle(slots, spelling.letters, context.spelling);
      const name = readName(words, commas, expect === 'name', directory);
      if (
        name &&
        slots.settled === undefined &&
        !(expect === 'spelling' && name.name.raw === '' && name.name.first === null && name.name.last === null)
      ) {
        slots.name = name.name;
        const { matched, first, last } = name.name;
        const nameAlone = matched && first !== null && last !== null && name.to === words.length;
        if (expect !== 'name' || name.from > 0 || nameAlone) take(name.from, name.to);
      }
    } else if (expect === 'address') {
      const spelling = readSpelling(words, false);
      if (spelling) slots.spelling = spelling.letters;
      const name = readName(words, commas, false, directory);
      if (name && /\bname\b/.test(heardWords.join(' '))) slots.name = name.name;
    } else if (expect !== 'choice' || /\bname\b/.test(heardWords.join(' '))) {
      const name = /\bname\b/.test(heardWords.join(' ')) ? readName(words, commas, false, directory) : null;
      if (name) slots.name = name.name;
    }
    if (slots.name !== undefined && isTyped(text)) slots.name = asTyped(slots.name, text, directory);
    return { slots, taken };
  };

  const intentOf = (
    words: readonly string[],
    slots: ReadSlots,
    context: ReadContext,
    answer: Reading['answer'],
    urgency: Reading['urgency'],
    reasons: string[],
  ): Intent => {
    const ruled = readIntent(words);
    const filled = Object.keys(slots).some((key) => !ASIDES.has(key));
    if (urgency === 'life_safety') return 'emergency';
    if (ruled) {
      // Politeness beside facts, and a question beside a problem, are not what the turn is about.
      const polite = ruled.intent === 'thanks' || ruled.intent === 'goodbye' || ruled.intent === 'wait';
      const aside =
        (ruled.intent === 'question' || ruled.intent === 'message' || ruled.intent === 'cancel') &&
        slots.problem !== undefined &&
        ruled.intent !== 'cancel';
      const answering =
        context.expect !== 'open' &&
        (ruled.intent === 'question' || ruled.intent === 'repeat') &&
        filled &&
        words.length < 5;
      if (
        !(polite && filled) &&
        !aside &&
        !answering &&
        !(ruled.intent === 'goodbye' && answer === 'yes' && context.expect === 'yes_no')
      ) {
        reasons.push(`intent: ${ruled.why}`);
        return ruled.intent;
      }
    }
    if (isCorrection(words) && context.expect !== 'open' && filled) return 'correction';
    if (urgency === 'emergency') return 'emergency';
    if (slots.problem !== undefined) return 'book';
    if (context.expect !== 'open' && (filled || answer !== null || slots.danger !== undefined)) return 'answer';
    if (asksForVisit(words)) return 'book';
    if (isCorrection(words) && filled) return 'correction';
    if (filled || answer !== null || slots.danger !== undefined) return 'answer';
    return 'unclear';
  };

  return {
    read: (said, context) => {
      // Codes were taken out: where their words stood is nothing to be read.
      const text = blanked(said);
      const heardTokens = tokenize(text);
      const tokens = repair(heardTokens);
      const words = tokens.map((token) => token.word);
      const reasons: string[] = [];
      const { slots, taken } = readSlots(text, context, heardTokens, reasons);
      const references = referencesIn(said);
      if (Object.keys(references).length > 0) {
        delete slots.gateCode;
        slots.references = references;
      }
      const isTaken = (index: number): boolean => {
        const token = tokens[index];
        return (
          token !== undefined &&
          [...taken].some((i) => {
            const own = heardTokens[i];
            return own !== undefined && own.start < token.end && token.start < own.end;
          })
        );
      };
      // Street and person names are full of trade words (`Water Street`, `Mr. Baker`): they are no symptoms.
      const symptomWords = words.map((word, i) => (taken.size > 0 && isTaken(i) ? '~' : word));
      const heard: Heard = { words: symptomWords, stems: symptomWords.map(stemOf), spots: concepts.spot(symptomWords) };
      const dangersIn = (spoken: readonly string[]): HazardReading =>
        readHazards(spoken, stopsOf(tokens, true), stopsOf(tokens, false), context.growing === true);
      const hazards = withGuessedName(dangersIn(symptomWords), slots, words, dangersIn);
      const temperatures = readTemperatures(symptomWords);
      if (temperatures.indoor !== undefined) slots.indoorTempF = temperatures.indoor;
      if (temperatures.outdoor !== undefined) slots.outdoorTempF = temperatures.outdoor;
      const innocent = innocentAt(symptomWords);
      // `a spark free switch` is no sparking one.
      const services = problems
        .services(heard)
        .filter(({ type, hit }) => type.urgency !== 'emergency' || !hit.spans.some((span) => innocent.has(span.from)));
      const frail = heard.spots.get('vulnerable')?.[0] ?? findVulnerable(words);
      const climate = {
        ...(context.outdoorTempF === undefined ? {} : { outdoor: context.outdoorTempF }),
        ...temperatures,
        vulnerable: frail !== null,
        taken: takenWeather(words.join(' '), context.now, context.zone),
      } as const;
      const urgency = readUrgency(heard, hazards, services, problems, { ...climate, innocent }, playbook.thresholds);
      const best = services[0];
      const wanted = urgency.serviceType === null ? undefined : problems.byCode.get(urgency.serviceType);
      const main = services.find(({ type }) => type.code === wanted?.code)?.hit ?? urgency.hit ?? best?.hit;
      if (main && wanted && !(NOT_A_PROBLEM_WHEN.has(context.expect) && main.score < 2)) {
        slots.problem = {
          text: problemText(
            text,
            (from, to) => sliceText(text, tokens, from, to),
            [main],
            isTaken,
            tokens.length,
            stopsOf(tokens, true),
          ),
          serviceType: wanted.code,
          trade: wanted.trade ?? null,
          details: readDetails(heard, main),
        };
      }
      // `c as in cat` is no cat.
      const pets = context.expect === 'spelling' || context.expect === 'name' ? null : readPets(symptomWords);
      if (pets) slots.pets = pets.text;
      const bounds = stopsOf(tokens, false);
      const access = readAccess(symptomWords, (index) => bounds.has(index));
      if (access) slots.access = access.text;
      if (frail) slots.vulnerable = sliceText(text, tokens, Math.max(0, frail.from - 2), frail.to);
      const standing = readStanding(words);
      if (standing) slots.standing = standing;
      const technician = wishesNoName(context.expect) ? readTechnician(words, directory) : null;
      if (technician !== null && slots.name?.first?.toLowerCase() !== technician.split(' ')[0]?.toLowerCase())
        slots.technician = technician;
      if (readMember(words)) slots.member = true;
      if (/\bafter ?hours?\b/.test(words.join(' '))) slots.afterHours = true;
      if (
        hazards.found.length > 0 ||
        urgency.reasons.some((reason) => /burning smell|warm wall|heat at the electrics/.test(reason))
      )
        slots.danger = 'possible';
      else if (hazards.denied.length > 0 || NO_DANGER.test(words.join(' '))) slots.danger = 'none';
      const answer = readAnswer(words);
      reasons.unshift(...urgency.reasons);
      return {
        text: said,
        urgency: urgency.urgency,
        hazard: hazards.found[0]?.hazard ?? null,
        doubt: urgency.doubt,
        topic: problems.topic({ words, stems: words.map(stemOf), spots: heard.spots }),
        intent: intentOf(words, slots, context, answer, urgency.urgency, reasons),
        answer,
        slots,
        reasons: reasons.slice(0, 12),
      };
    },
  };
};
