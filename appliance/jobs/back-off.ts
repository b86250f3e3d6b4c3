const FIRST_MS = 5000;
const LONGEST_MS = 3_600_000;
/** An alert that is late is tried often. */
const LONGEST_URGENT_MS = 10_000;

/** Tries before a promise is given up and shown to a person: about nine hours. */
export const MAX_ATTEMPTS = 18;

/**
 * Wait before the next try: doubles from 5 s to an hour, spread by a fifth either way so that a crowd does not return
 * at once.
 * @param attempts tries made, from 1
 * @param random 0 to 1
 */
export const backOff = (attempts: number, urgent: boolean, random: number): number => {
  const wait = Math.min(FIRST_MS * 2 ** (attempts - 1), urgent ? LONGEST_URGENT_MS : LONGEST_MS);
  return Math.round(wait * (0.8 + 0.4 * random));
};
