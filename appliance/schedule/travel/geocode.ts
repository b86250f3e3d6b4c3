/** How an address was found on the map, the surest first. */
export const GEOCODE_QUALITIES = ['rooftop', 'range', 'street', 'zip', 'city'] as const;
export type GeocodeQuality = (typeof GEOCODE_QUALITIES)[number];

/**
 * Seconds that a drive from or to such a place is taken longer: what it costs to cross, at a town's pace, as far as the point
 * may be off (the length of a block, of a street, the radius of a ZIP or of a town).
 */
const WIDER: Readonly<Record<GeocodeQuality, number>> = { rooftop: 0, range: 30, street: 120, zip: 480, city: 900 };

/** What is added to each drive from or to the place. A place without a quality is where it says. */
export const widerBy = (quality: GeocodeQuality | undefined): number => WIDER[quality ?? 'rooftop'];

/** Is the point no better than a guess, so that whoever cannot come should be told? */
export const isUnsure = (quality: GeocodeQuality | undefined): quality is 'street' | 'zip' | 'city' =>
  widerBy(quality) >= WIDER.street;
