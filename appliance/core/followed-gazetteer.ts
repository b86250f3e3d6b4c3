import { statSync } from 'node:fs';
import type { Gazetteer } from '#conversation/language/en-US/gazetteer.ts';
import type { Log } from '#observe/log.ts';
import { gazetteerOf } from '#shared/config/gazetteer.ts';
import { messageOf } from '#shared/errors.ts';
import { openGazetteer, type OpenGazetteer } from '#store/gazetteer/open.ts';

/** The list of the area's addresses as it lies on the disk now. */
export interface FollowedGazetteer extends Gazetteer, Disposable {
  /** Takes a list that is new or was built anew; one that cannot be read leaves the old one in force. */
  look(): void;
}

const stampOf = (file: string | null): string => {
  const stat = file === null ? undefined : statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
};

/**
 * @param configured the setting; null: the list of the data folder, if there is one
 * @throws PilotError `gazetteer_missing`, `gazetteer_invalid` where the list at hand cannot be opened
 */
export const followGazetteer = (configured: string | null, dataFolder: string, log: Log): FollowedGazetteer => {
  let file = gazetteerOf(configured, dataFolder);
  let seen = stampOf(file);
  let list: OpenGazetteer | null = file === null ? null : openGazetteer(file);
  return {
    named: (base) => list?.named(base) ?? [],
    near: (base) => list?.near(base) ?? [],
    look: () => {
      file = gazetteerOf(configured, dataFolder);
      const stamp = stampOf(file);
      if (stamp === seen) return;
      seen = stamp;
      try {
        const next = file === null ? null : openGazetteer(file);
        list?.[Symbol.dispose]();
        list = next;
        log.info({ file }, 'a new list of addresses helps to hear streets');
      } catch (error) {
        log.warn({ file, cause: messageOf(error) }, 'the new list of addresses cannot be read');
      }
    },
    [Symbol.dispose]: () => list?.[Symbol.dispose](),
  };
};
