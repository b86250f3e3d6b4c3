import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { confusionOf, meetsTargets, type Confusion, type ReadLine } from '#conversation/read/confusion.ts';
import { LEVELS, parseUtterances, type LabelledLine } from '#conversation/read/utterance-set.ts';
import type { Reader } from '#conversation/read/reader.ts';
import { messageOf, PilotError } from '#shared/errors.ts';

/**
 * The labelled lines of a file, or of every `.yaml` file below a folder.
 * @throws PilotError `utterances_missing`, `utterances_invalid`
 */
export const loadUtterances = (path: string): LabelledLine[] => {
  const files: string[] = [];
  try {
    if (statSync(path).isDirectory())
      files.push(
        ...readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.yaml'))
          .toSorted()
          .map((name) => join(path, name)),
      );
    else files.push(path);
    return files.flatMap((file) => parseUtterances(readFileSync(file, 'utf8'), file));
  } catch (cause) {
    if (cause instanceof PilotError) throw cause;
    throw new PilotError('utterances_missing', `${path} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: 'Give --set a YAML file of labelled utterances, or a folder of them.',
    });
  }
};

/**
 * Reads each line as an opening of a call.
 * @param seasons business times, epoch ms; where they differ, the graver reading counts
 */
export const readLines = (
  reader: Reader,
  lines: readonly LabelledLine[],
  seasons: readonly number[],
  zone: string,
): ReadLine[] =>
  lines.map((line) => {
    const read = seasons.map((now) => reader.read(line.text, { expect: 'open', now, zone, offered: [] }).urgency);
    return { ...line, read: LEVELS.find((level) => read.includes(level)) ?? 'routine' };
  });

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);

const tableOf = (title: string, confusion: Confusion): string => {
  const cell = (text: string): string => text.padStart(12);
  const rows = LEVELS.map(
    (label) => label.padEnd(12) + LEVELS.map((read) => cell(String(confusion.table[label][read]))).join(''),
  );
  return [
    `${title}: ${confusion.lines} lines`,
    'read as:'.padEnd(12) + LEVELS.map((level) => cell(level)).join(''),
    ...rows,
    `life-safety recall ${percent(confusion.lifeSafetyRecall)}, emergency recall ${percent(confusion.emergencyRecall)}, false alarms ${percent(confusion.falseAlarms)}`,
    ...confusion.missed.map((line) => `missed: ${line.urgency} read as ${line.read}: ${line.text}`),
    ...confusion.alarmed.map((line) => `false alarm: ${line.urgency} read as ${line.read}: ${line.text}`),
    '',
  ].join('\n');
};

/** How a set was read: all of it, and each of its parts. `text` is for people, `met` tells whether the targets hold. */
export const reportOn = (lines: readonly ReadLine[]): { text: string; json: object; met: boolean } => {
  const all = confusionOf(lines);
  const parts = {
    known: confusionOf(lines.filter((line) => line.part === 'known')),
    held_out: confusionOf(lines.filter((line) => line.part === 'held_out')),
  };
  return {
    text: [tableOf('all', all), tableOf('known', parts.known), tableOf('held out', parts.held_out)].join('\n'),
    json: { ...all, parts },
    met: meetsTargets(all),
  };
};
