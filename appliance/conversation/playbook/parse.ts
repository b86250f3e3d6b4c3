import { Value } from 'typebox/value';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { PilotError } from '#shared/errors.ts';
import { Playbook } from './schema.ts';

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

const refuse = (file: string, place: { line: number; col: number }, what: string): PilotError =>
  new PilotError('playbook_invalid', `${file}:${place.line}:${place.col}: ${what}`, {
    fix: 'Correct the playbook at that line, or take back the last change to it.',
  });

/**
 * Reads one playbook from YAML text. Missing thresholds take their defaults.
 * @param file its name, for messages
 * @throws PilotError `playbook_invalid`, with file, line and column
 */
export const parsePlaybook = (text: string, file: string): Playbook => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) throw refuse(file, lines.linePos(broken.pos[0]), broken.message);
  const value: unknown = Value.Default(Playbook, { thresholds: {}, ...(document.toJS() as object) });
  if (!Value.Check(Playbook, value)) {
    const error = [...Value.Errors(Playbook, value)][0];
    const pointer = error?.instancePath ?? '';
    throw refuse(
      file,
      placeOf(document, lines, pointer),
      `${pointer || 'the playbook'} ${error?.message ?? 'is not valid'}`,
    );
  }
  const seen = new Set<string>();
  for (const [index, type] of value.serviceTypes.entries()) {
    if (seen.has(type.code))
      throw refuse(
        file,
        placeOf(document, lines, `/serviceTypes/${index}/code`),
        `service type ${type.code} stands twice`,
      );
    seen.add(type.code);
    const trade = value.trades[0];
    if (type.trade === undefined && trade !== undefined) type.trade = trade;
  }
  for (const list of ['emergencies', 'urgents'] as const)
    for (const [index, entry] of value[list].entries())
      if (entry.serviceType !== undefined && !seen.has(entry.serviceType))
        throw refuse(
          file,
          placeOf(document, lines, `/${list}/${index}/serviceType`),
          `no service type is called ${entry.serviceType}`,
        );
  return value;
};

/**
 * Makes one playbook of several: the first one's texts and thresholds, everyone's service types and phrases.
 * @throws PilotError `playbook_invalid` when a service type stands in two books
 */
export const mergePlaybooks = (books: readonly Playbook[]): Playbook => {
  const [first] = books;
  if (!first) throw new PilotError('playbook_invalid', 'no playbook was given', { fix: 'Name a playbook, or `all`.' });
  if (books.length === 1) return first;
  const serviceTypes = books.flatMap((book) => book.serviceTypes);
  const codes = new Set<string>();
  for (const { code } of serviceTypes) {
    if (codes.has(code))
      throw new PilotError('playbook_invalid', `service type ${code} stands in two playbooks`, {
        fix: 'Rename one of them.',
      });
    codes.add(code);
  }
  return {
    ...first,
    id: 'all',
    trades: [...new Set(books.flatMap((book) => book.trades))],
    serviceTypes,
    emergencies: books.flatMap((book) => book.emergencies),
    urgents: books.flatMap((book) => book.urgents),
    notEmergencies: books.flatMap((book) => book.notEmergencies),
  };
};
