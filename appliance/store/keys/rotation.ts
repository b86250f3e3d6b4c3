import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RotationStep } from '#shared/api/keys.ts';
import { addSealKey, dropOldSealKeys, openFileSeal, type FileSeal } from '#shared/key-file.ts';
import type { BusinessStore, Store } from '../store.ts';
import { resealRows } from './reseal.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';

/** Rows looked at in one transaction: other writers wait no longer than this takes. */
const BATCH = 100;

export interface Rotation {
  /** Does the next short piece of work. The first one makes a new key, unless a rotation that was cut off has left two. */
  step(): Promise<RotationStep>;
}

interface Pass {
  readonly shops: readonly BusinessStore[];
  shop: number;
  column: number;
  after: readonly (string | number)[] | null;
  /** Values it found that had to be sealed anew: while there are any, another pass is made. */
  found: number;
  broken: number;
}

/**
 * Changes the root key of a box under way: a new one seals from now on, every value is sealed anew in short transactions, and the old
 * one is dropped when a whole pass has found nothing more of it. Whatever cuts it off, both keys are in the file, and it goes on.
 * @param keyFile `field.key` of the data folder
 */
export const createRotation = (store: Pick<Store, 'businesses' | 'for'>, keyFile: string): Rotation => {
  const seal = openFileSeal(keyFile);
  let pass: Pass | null = null;
  let resealed = 0;
  let broken = 0;
  const told = (state: RotationStep['state']): RotationStep => ({
    state,
    keyId: seal.ids()[0] ?? '',
    resealed,
    broken,
  });
  const newPass = async (): Promise<Pass> => {
    const shops = (await store.businesses()).map(({ id }) => store.for(id));
    return { shops, shop: 0, column: 0, after: null, found: 0, broken: 0 };
  };
  return {
    async step() {
      if (pass === null) {
        [resealed, broken] = [0, 0];
        if (seal.ids().length < 2) addSealKey(keyFile);
        pass = await newPass();
        return told('under_way');
      }
      const [shop, column] = [pass.shops[pass.shop], SEALED_COLUMNS[pass.column]];
      if (shop === undefined) {
        if (pass.found > 0) {
          pass = await newPass();
          return told('under_way');
        }
        broken = pass.broken;
        pass = null;
        if (olderInSpool(keyFile, seal)) return told('waiting');
        dropOldSealKeys(keyFile);
        return told('done');
      }
      if (column === undefined) {
        Object.assign(pass, { shop: pass.shop + 1, column: 0, after: null });
        return told('under_way');
      }
      const { after } = pass;
      const done = await shop.transaction((tx) => resealRows(tx, column, after, BATCH));
      resealed += done.count;
      pass.found += done.count;
      pass.broken += done.broken;
      pass.after = done.after;
      if (done.after === null) pass.column += 1;
      return told('under_way');
    },
  };
};

/** Whether a message that voice took alone, and core has not taken over yet, is sealed with a key that is to go. */
const olderInSpool = (keyFile: string, seal: FileSeal): boolean => {
  const folder = join(dirname(keyFile), 'spool');
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return false;
  }
  return names.some((name) => {
    try {
      const { sealed } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { sealed?: unknown };
      return typeof sealed === 'string' && !seal.isCurrent(sealed);
    } catch {
      // Taken over in between, or half written: no key opens it any more.
      return false;
    }
  });
};
