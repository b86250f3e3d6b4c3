import { settingAt, type LineMode, type LineSetting } from '#shared/lines/setting.ts';
import type { LineModes } from '../lines/modes.ts';
import type { PinVerdict } from './keys.ts';

/** How long core is given to store a change, ms. */
const STORED_MS = 4_000;

/** What the owner's keys need of the box. */
export interface OwnerDesk {
  check(digits: string): Promise<PinVerdict>;
  setting(line: string): LineSetting;
  /** Resolves true once core has told that the line has this mode for good, false when it does not in time. */
  stored(line: string, mode: LineMode): Promise<boolean>;
}

/** @param now epoch ms of business time */
export const ownerDesk = (check: OwnerDesk['check'], modes: LineModes, now: () => number): OwnerDesk => ({
  check,
  setting: (line) => settingAt(modes.of(line), now()),
  stored: (line, mode) =>
    new Promise((resolve) => {
      const holds = (): boolean => {
        const setting = modes.of(line);
        return setting.mode === mode && setting.until === null;
      };
      if (holds()) return resolve(true);
      const late = setTimeout(() => {
        unwatch();
        resolve(false);
      }, STORED_MS);
      const unwatch = modes.watch(() => {
        if (!holds()) return;
        clearTimeout(late);
        unwatch();
        resolve(true);
      });
    }),
});
