const FIRST_MS = 5_000;
const MOST_MS = 300_000;
/** User or password are wrong, or the account is barred: asking often would only get the address barred too. */
const REFUSED_MS = 300_000;
const RETRY_AFTER_MOST_MS = 3_600_000;
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 407]);

/**
 * How long to wait before the next REGISTER, ms: doubling with each failure in a row up to 5 minutes, the upper half of it by
 * chance, so that all the boxes of a carrier do not come back in one instant (RFC 5626 section 4.5). The registrar's Retry-After
 * is a lower bound, taken up to one hour.
 * @param failures in a row, from 1
 * @param random in [0, 1)
 */
export const backOff = (failures: number, status: number | null, retryAfter: number | null, random: number): number => {
  const most = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), MOST_MS);
  const own = most * (0.5 + 0.5 * random);
  const floor = status !== null && REFUSALS.has(status) ? REFUSED_MS : 0;
  const asked = retryAfter === null ? 0 : Math.min(retryAfter * 1000, RETRY_AFTER_MOST_MS) * (1 + 0.1 * random);
  return Math.round(Math.max(own, floor, asked));
};

/**
 * When to ask again for a binding of `expires` seconds, ms: at half its life or 90 s before its end, whichever is later, less up
 * to a tenth by chance. A REGISTER that stays unanswered for 32 s can then still be repeated in time.
 */
export const refreshAfter = (expires: number, random: number): number =>
  Math.round(Math.max(expires / 2, expires - 90) * 1000 * (1 - 0.1 * random));
