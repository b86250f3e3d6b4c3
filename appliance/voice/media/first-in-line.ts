import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Before the recognizers and voices of the same process, which inherit that of voice (-10). */
const NICE = -15;

/**
 * Puts the thread that calls this before all others of the box: a frame of sound is due every 20 ms, whatever else there is to do. On Linux
 * a thread has a priority of its own, by the id that /proc/thread-self names.
 * @returns false where the system knows no such thing or this user may not
 */
export const comeFirst = (): boolean => {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, NICE);
    return true;
  } catch {
    return false;
  }
};
