import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Gazetteer, KnownStreet } from '#conversation/language/en-US/gazetteer.ts';
import { soundOf } from '#conversation/language/en-US/sound.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { GAZETTEER_VERSION } from './build.ts';

/** A list of addresses that is open; it is only read. */
export interface OpenGazetteer extends Gazetteer, Disposable {
  /** Whether a house number is in the list; null when the list has no numbers of that street. */
  holds(
    street: string,
    number: number,
    place: { readonly city: string | null; readonly state: string | null },
  ): boolean | null;
}

/** Names asked for before, kept: a caller's street is read several times a turn. */
const KEPT = 2000;

const remembered = (look: (base: string) => readonly KnownStreet[]): ((base: string) => readonly KnownStreet[]) => {
  const known = new Map<string, readonly KnownStreet[]>();
  return (base) => {
    const hit = known.get(base);
    if (hit) return hit;
    const found = look(base);
    if (known.size >= KEPT) known.clear();
    known.set(base, found);
    return found;
  };
};

/** The three-letter pieces of a name, any of which may match. */
const pieces = (base: string): string => {
  const all = Array.from({ length: Math.max(0, base.length - 2) }, (_, i) => `"${base.slice(i, i + 3)}"`);
  return [...new Set(all)].join(' OR ');
};

/** @throws PilotError `gazetteer_missing`, `gazetteer_invalid` */
export const openGazetteer = (file: string): OpenGazetteer => {
  const fix = 'Build it with pilot gazetteer build FILE.csv, or take the setting gazetteer out.';
  if (!existsSync(file)) throw new PilotError('gazetteer_missing', `there is no list of addresses at ${file}`, { fix });
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    if (db.pragma('user_version', { simple: true }) !== GAZETTEER_VERSION)
      throw new Error('it is another kind of file');
  } catch (cause) {
    db?.close();
    throw new PilotError('gazetteer_invalid', `${file} is no list of addresses: ${messageOf(cause)}`, { cause, fix });
  }
  const named = db.prepare<[string], KnownStreet>('select name, base, city from streets where base = ? limit 60');
  const sounding = db.prepare<[string], KnownStreet>('select name, base, city from streets where sound = ? limit 60');
  const lettered = db.prepare<[string], KnownStreet>(
    `select name, streets.base, city from (select rowid from street_letters where street_letters match ? order by rank limit 40) as hit
     join streets on streets.id = hit.rowid`,
  );
  const count = db.prepare<[string, string | null, string | null], { numbers: number }>(
    `select count(*) as numbers from numbers join streets on streets.id = street
     where name = ? and city = coalesce(?, city) and state = coalesce(?, state)`,
  );
  const within = db.prepare<[string, string | null, string | null, number], { numbers: number }>(
    `select count(*) as numbers from numbers join streets on streets.id = street
     where name = ? and city = coalesce(?, city) and state = coalesce(?, state) and ? between low and high`,
  );
  return {
    named: remembered((base) => named.all(base)),
    near: remembered((base) => [
      ...sounding.all(soundOf(base)),
      ...(base.length < 3 ? [] : lettered.all(pieces(base))),
    ]),
    holds: (street, number, { city, state }) =>
      count.get(street, city, state)?.numbers === 0
        ? null
        : (within.get(street, city, state, number)?.numbers ?? 0) > 0,
    [Symbol.dispose]: () => void db.close(),
  };
};
