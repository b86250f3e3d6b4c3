/**
 * Cities of a state with enough ZIP codes to be towns people know, from GeoNames' postal table
 * (country, ZIP, place, state, letters, ...; tab-separated; CC BY 4.0).
 * @param least how many ZIP codes the city must have
 */
export const citiesOf = (table: string, stateCode: string, least: number): string[] => {
  const zips = new Map<string, number>();
  for (const row of table.split('\n')) {
    const [, , place, , code] = row.split('\t');
    if (code === stateCode && place !== undefined) zips.set(place, (zips.get(place) ?? 0) + 1);
  }
  return [...zips.entries()]
    .filter(([, count]) => count >= least)
    .map(([city]) => city)
    .toSorted();
};
