import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS } from '#conversation/say/acts.ts';
import { readYaml } from '#conversation/playbook/yaml.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { Scenario } from './schema.ts';

const REFUSAL = {
  code: 'drill_invalid',
  what: 'the scenario',
  fix: 'Correct the scenario at that line; its format stands in tests/drills/README.md.',
};

const ACT_NAMES: ReadonlySet<string> = new Set([...ACTS, 'hand_over', 'held_back']);

/**
 * Reads one scenario.
 * @param file its name, for messages
 * @throws PilotError `drill_invalid`, with file, line and column
 */
export const parseScenario = (text: string, file: string): Scenario => {
  const { value, refuse } = readYaml(Scenario, text, file, REFUSAL);
  const known = (pointer: string, names: Iterable<string>): void => {
    for (const name of names)
      if (!ACT_NAMES.has(name)) throw refuse(pointer.replace('*', name), `there is no act called ${name}`);
  };
  known('/reactions/*', Object.keys(value.reactions));
  for (const [index, call] of value.again.entries()) known(`/again/${index}/reactions/*`, Object.keys(call.reactions));
  known('/expect/acts', value.expect.acts);
  known('/expect/never_acts', value.expect.never_acts);
  for (const list of ['says', 'never_says'] as const)
    for (const [index, pattern] of value.expect[list].entries())
      if (!isPattern(pattern)) throw refuse(`/expect/${list}/${index}`, `${pattern} is no regular expression`);
  for (const [index, call] of [value, ...value.again].entries()) {
    const place = index === 0 ? '/outbound' : `/again/${index - 1}/outbound`;
    if (call.outbound === 'confirmation' || call.outbound === 'reminder' || call.outbound === 'follow_up') {
      if (!value.shop.customers[0]?.visits[0]) throw refuse(place, 'there is no visit on file to ring about');
    } else if (call.outbound !== undefined && index === 0) throw refuse(place, 'there is no call before to ring about');
  }
  if (value.quirks.includes('changing_mind') && value.caller.first_window === undefined)
    throw refuse('/caller', 'a caller with the quirk changing_mind needs first_window');
  if (value.audio && Object.keys(value.with).length > 0)
    throw refuse('/with', 'a drill by telephone goes by the playbook as it is');
  if (value.audio && value.again.length > 0) throw refuse('/again', 'a drill by telephone is one call');
  if (value.audio && value.shop.people.length > 0)
    throw refuse('/shop/people', 'in a drill by telephone nobody can be rung');
  return value;
};

const isPattern = (text: string): boolean => {
  try {
    return patternOf(text) !== null;
  } catch {
    return false;
  }
};

/** Words as they stand, or a pattern between slashes; case is no matter. */
export const patternOf = (text: string): RegExp =>
  text.length > 2 && text.startsWith('/') && text.endsWith('/')
    ? new RegExp(text.slice(1, -1), 'iu')
    : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'iu');

const filesIn = (path: string): string[] => {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) return filesIn(inner);
      return /\.ya?ml$/.test(entry.name) ? [inner] : [];
    });
};

/**
 * Reads the scenarios of a file, or of a folder and its folders.
 * @throws PilotError `drill_missing`, `drill_invalid`
 */
export const loadScenarios = (path: string): Scenario[] => {
  let files: string[];
  try {
    files = filesIn(path);
  } catch (cause) {
    throw new PilotError('drill_missing', `there is no drill at ${path}: ${messageOf(cause)}`, {
      cause,
      fix: 'Name a scenario file, or a folder with some.',
    });
  }
  const ids = new Map<string, string>();
  const scenarios = files.map((file) => {
    const scenario = parseScenario(readFileSync(file, 'utf8'), file);
    const twin = ids.get(scenario.id);
    if (twin !== undefined)
      throw new PilotError('drill_invalid', `${file}: the id ${scenario.id} stands in ${twin} too`, {
        fix: REFUSAL.fix,
      });
    ids.set(scenario.id, file);
    return scenario;
  });
  if (scenarios.length === 0)
    throw new PilotError('drill_missing', `there is no scenario in ${path}`, {
      fix: 'Scenarios are files that end in .yaml.',
    });
  return scenarios;
};
