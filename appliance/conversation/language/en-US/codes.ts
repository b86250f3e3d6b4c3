import { writtenDigits, type Span } from './card-numbers.ts';
import { readCode } from './details.ts';
import { digitRuns, speaksOfCode } from './templates/spoken-digits.ts';
import { tokenize, type Token } from './tokens.ts';

/** What a code opens. */
export type CodeSlot = 'gateCode' | 'alarmCode';

export interface CodeSpan extends Span {
  readonly slot: CodeSlot;
  /** Digits, `*` and `#`. */
  readonly value: string;
}

interface Found extends Span {
  readonly value: string;
}

/** An alarm of smoke or gas shows numbers too, and they are no codes. */
const CODE_BEFORE =
  /\b(?:code|keypad|key pad|lock ?box|combination|pin)\b|(?<!\b(?:monoxide|co|smoke|fire|gas|heat) )\balarm (?:is|panel|system|number)\b/i;
const CODE_AFTER =
  /^\W*(?:is|opens|gets|for)\b.{0,12}\b(?:code|gate|door)\b|^\W*(?:is )?(?:for|turns off|disarms)\b.{0,8}\balarm\b/i;
/** `error code thirty one`: what a display shows opens nothing. */
const OTHER_CODE =
  /\b(?:error|fault|trouble|status|diagnostic|flash|blink\w*|zip|area|postal|country|promo|coupon|discount|building) codes?\b[^.;]*$/i;
const HOUR = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2})';
const HOURS = new RegExp(`\\b${HOUR} (?:to|till|until) (?:${HOUR}|noon|midnight)\\b`, 'gi');
const PHONE_DIGITS = 10;

const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

const DENIED_HOURS = new RegExp(`\\bnot (?:the |from |at )?${HOURS.source}`, 'gi');

/** Stretches that name hours: `nine to eleven`. */
const hoursIn = (text: string): Span[] =>
  [...text.matchAll(HOURS)].map(({ index, 0: said }) => ({ from: index, to: index + said.length }));

/** `Not eight to ten, I meant one to three`: the hours that are meant, where others are taken back beside them. */
export const withoutDeniedHours = (text: string): string => {
  const left = text.replace(DENIED_HOURS, ' ');
  return hoursIn(left).length > 0 ? left : text;
};

/** Does an answer to the question for a code name hours instead? */
export const namesHours = (text: string): boolean => {
  const hours = hoursIn(text);
  return (
    hours.length > 0 &&
    !speaksOfCode(text) &&
    digitRuns(text).every((run) => hours.some(({ from, to }) => run.from >= from && run.to <= to))
  );
};

/** Codes as the reader finds them, one after the other. */
const readCodes = (text: string, tokens: readonly Token[], asked: boolean): Found[] => {
  const pauses = new Set(tokens.flatMap((token, i) => (i > 0 && token.pause !== '' ? [i] : [])));
  const words = tokens.map((token) => token.word);
  const found: Found[] = [];
  for (let round = 0; round < 4; round++) {
    const code = readCode(words, asked && round === 0, pauses);
    const [first, last] = code ? [tokens[code.from], tokens[code.to - 1]] : [];
    if (!code || !first || !last) break;
    found.push({ from: first.start, to: last.end, value: code.text });
    words.fill('~', code.from, code.to);
  }
  // Digits that go on after a code was read are of it, unless all of them are a phone number.
  const runs = digitRuns(text);
  return found.flatMap((code) => {
    const run = runs.find((one) => overlaps(one, code));
    if (!run || (run.from >= code.from && run.to <= code.to)) return [code];
    if (run.digits.length >= PHONE_DIGITS && !speaksOfCode(text)) return [];
    return [
      {
        from: Math.min(run.from, code.from),
        to: Math.max(run.to, code.to),
        value: writtenDigits(text.slice(run.from, run.to)),
      },
    ];
  });
};

/** Digits beside words that speak of a code, or alone in answer to the question for one. */
const cued = (text: string, asked: boolean): Found[] =>
  digitRuns(text).flatMap(({ from, to }) => {
    const digits = writtenDigits(text.slice(from, to));
    const before = text.slice(Math.max(0, from - 60), from);
    const after = text.slice(to, to + 32);
    if (OTHER_CODE.test(before)) return [];
    const spoken = digits.length >= 2 && digits.length <= 10 && (CODE_BEFORE.test(before) || CODE_AFTER.test(after));
    return spoken || (asked && digits.length >= 3 && digits.length <= 8) ? [{ from, to, value: digits }] : [];
  });

const OF_ALARM = /\b(?:alarm|security (?:system|panel|code)|disarm)\w*/gi;
const OF_GATE = /\b(?:gate|door|lock ?box|garage|call ?box|community|entry|building)\w*/gi;

const lastOf = (pattern: RegExp, text: string): number => [...text.matchAll(pattern)].at(-1)?.index ?? -1;

/** What a code is for: the nearest word before it, else the one after it. */
const slotOf = (before: string, after: string): CodeSlot => {
  const alarm = lastOf(OF_ALARM, before);
  const gate = lastOf(OF_GATE, before);
  if (alarm >= 0 || gate >= 0) return alarm > gate ? 'alarmCode' : 'gateCode';
  return /^\W*(?:is|for|to|turns|disarms|gets)\b.{0,24}\b(?:alarm|security|disarm)/i.test(after)
    ? 'alarmCode'
    : 'gateCode';
};

/**
 * Codes of gates, doors and alarms in what somebody said, in order.
 * @param asked true when the text answers the question for a code
 */
export const codeSpans = (text: string, asked: boolean): CodeSpan[] => {
  const read = readCodes(text, tokenize(text), asked);
  const found = [...read, ...cued(text, asked).filter((one) => !read.some((other) => overlaps(one, other)))];
  const hours = speaksOfCode(text) ? [] : hoursIn(text);
  const codes = found.filter((one) => !hours.some(({ from, to }) => one.from >= from && one.to <= to));
  const ordered = codes.toSorted((a, b) => a.from - b.from);
  return ordered.map((one, index) => ({
    ...one,
    slot: slotOf(text.slice(ordered[index - 1]?.to ?? 0, one.from), text.slice(one.to, ordered[index + 1]?.from)),
  }));
};
