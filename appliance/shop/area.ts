import type { ShopSettings } from './settings.ts';

/**
 * Is this place served? What the caller did not say counts in his favour: a person can still say no, a lost booking
 * cannot be found again.
 */
export const isServed = (
  settings: Pick<ShopSettings, 'servedStates' | 'servedZipPrefixes'>,
  place: { readonly state: string | null; readonly zip: string | null },
): boolean => {
  const state = place.state?.toUpperCase() ?? null;
  if (state !== null && settings.servedStates.length > 0 && !settings.servedStates.includes(state)) return false;
  const { zip } = place;
  return (
    zip === null || settings.servedZipPrefixes.length === 0 || settings.servedZipPrefixes.some((p) => zip.startsWith(p))
  );
};
