import { Type } from 'typebox';
import { Trade } from '../playbook/schema.ts';
import { readYaml } from '../playbook/yaml.ts';
import type { Urgency } from '../reading.ts';

/** The gravest first. */
export const LEVELS = ['life_safety', 'emergency', 'urgent', 'routine'] as const satisfies readonly Urgency[];

const Lines = Type.Array(Type.String({ minLength: 2, maxLength: 400 }));

const UtteranceFile = Type.Object(
  {
    playbook: Trade,
    /** `known` lines were looked at while the rules were written; `held_out` ones were written before. */
    part: Type.Union([Type.Literal('known'), Type.Literal('held_out')]),
    life_safety: Lines,
    emergency: Lines,
    urgent: Lines,
    routine: Lines,
  },
  { additionalProperties: false },
);

/** What a caller says, as a recognizer prints it, with how fast we must be. */
export interface LabelledLine {
  readonly text: string;
  readonly urgency: Urgency;
  readonly playbook: Trade;
  readonly part: 'known' | 'held_out';
}

/**
 * Reads one file of labelled utterances.
 * @param file its name, for messages
 * @throws PilotError `utterances_invalid`, with file, line and column
 */
export const parseUtterances = (text: string, file: string): LabelledLine[] => {
  const { value } = readYaml(UtteranceFile, text, file, {
    code: 'utterances_invalid',
    what: 'the set',
    fix: 'A set names its playbook and part, and lists lines under life_safety, emergency, urgent and routine.',
  });
  return LEVELS.flatMap((urgency) =>
    value[urgency].map((line) => ({ text: line, urgency, playbook: value.playbook, part: value.part })),
  );
};
