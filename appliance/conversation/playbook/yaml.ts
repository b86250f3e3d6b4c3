import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { PilotError } from '#shared/errors.ts';

/** `/serviceTypes/3/code` -> where that node (or its nearest parent) stands in the file. */
const placeOf = (document: Document, lines: LineCounter, pointer: string): { line: number; col: number } => {
  const path = pointer.split('/').filter(Boolean);
  for (let length = path.length; length >= 0; length--) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true) as { range?: [number, number, number] | null } | undefined;
    if (node?.range) return lines.linePos(node.range[0]);
  }
  return { line: 1, col: 1 };
};

/** How a kind of file is refused: the stable code, what to call it, and the way out. */
export interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

type Fault = ReturnType<typeof Value.Errors>[number];

/** What is wrong at one place: the key nobody knows, or the values that may stand there. */
const explain = (errors: readonly Fault[]): string => {
  const [first] = errors;
  if (first === undefined) return 'is not valid';
  const params = first.params as { additionalProperties?: readonly string[] };
  if (first.keyword === 'additionalProperties') return `has no key ${(params.additionalProperties ?? []).join(', ')}`;
  if (first.keyword !== 'const') return first.message;
  const allowed = errors
    .filter((error) => error.keyword === 'const' && error.instancePath === first.instancePath)
    .map((error) => String((error.params as { allowedValue?: unknown }).allowedValue));
  return `must be ${allowed.join(' or ')}`;
};

/** A file that was read, and how to refuse one of its places: `/serviceTypes/3/code`. */
export interface YamlFile<Content> {
  readonly value: Content;
  readonly refuse: (pointer: string, why: string) => PilotError;
}

/**
 * Reads YAML text by a schema.
 * @param file its name, for messages
 * @throws PilotError with the refusal's code, and a line with file, line and column for each place that is wrong
 */
export const readYaml = <Schema extends TSchema>(
  schema: Schema,
  text: string,
  file: string,
  refusal: Refusal,
): YamlFile<Static<Schema>> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const refuseAt = (place: { line: number; col: number }, why: string): PilotError =>
    new PilotError(refusal.code, `${file}:${place.line}:${place.col}: ${why}`, { fix: refusal.fix });
  const refuse = (pointer: string, why: string): PilotError => refuseAt(placeOf(document, lines, pointer), why);
  const broken = document.errors[0];
  if (broken) throw refuseAt(lines.linePos(broken.pos[0]), broken.message);
  const content: unknown = document.toJS();
  const value: unknown = Value.Default(schema, typeof content === 'object' ? (content ?? {}) : {});
  if (!Value.Check(schema, value)) {
    const byPlace = Map.groupBy(Value.Errors(schema, value), (error) => error.instancePath);
    const faults = [...byPlace]
      .filter(([pointer]) => ![...byPlace.keys()].some((other) => other.startsWith(`${pointer}/`)))
      .map(([pointer, errors]) => refuse(pointer, `${pointer || refusal.what} ${explain(errors)}`));
    throw faults.length === 1 && faults[0]
      ? faults[0]
      : new PilotError(refusal.code, faults.map(({ message }) => message).join('\n'), { fix: refusal.fix });
  }
  return { value, refuse };
};
