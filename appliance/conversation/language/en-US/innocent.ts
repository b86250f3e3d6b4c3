/** Wordings that hold an alarm word and mean no danger. Taken out before any rule is tried. */
export const INNOCENT = new RegExp(
  [
    'fire (station|department|dept|house|truck|engine|extinguisher|extinguishers|pit|hydrant|insurance|marshal|code|sprinkler|sprinklers|place|places|inspection|drill|rated|chief|lane|road|street|stick|proof|wood|line|lines|fighter|fighters|alarms|marshals|alarm inspection|alarm test|alarm install)',
    'fireplace insert|(fire|fires|firing|fired) (it |the ac |the furnace |the thing )?(up|back up)|ready aim fire|on fire sale|on fire (about|over|lately|this week)|cease fire|hire and fire|under fire|line of fire',
    'campfire|bonfire|wild ?fire smoke|fire stick|amazon fire|fire tv|fire engine red|fire island|after the fire|fire damage|fire place',
    'gas (bill|bills|card|price|prices|station|mileage|stove top|money|tank of gas|pedal|can)|out of gas|ran out of gas|gas powered|natural gas bill|tear gas',
    'spark (free|igniter|ignitor|plug|plugs|electrode)|sparkling|sparks (nevada|street|road|avenue)|igniter (clicks|sparks)',
    '(shocked|shock|shocking) (at|to hear|how|when i (got|saw|heard|opened)|that|about) (the |your |his |her |my |that )?(price|prices|bill|bills|quote|cost|estimate|how|much|it was|amount|total)?|(shocked|shock) by (the |your |his |her |my |that |how )?(\\w+ )?(price|prices|bill|bills|quote|cost|estimate|much|amount|total|high)|sticker shock|static shock|culture shock|shock absorber|shell shocked|in shock (at|about|over)',
    'smoke (free|break|breaks|signal|stack|test|machine|bomb)|smokers?|non smoking|no smoking|smoked (meat|ribs|brisket)|quit smoking|smoking (cigarettes|section|a brisket|ribs)',
    'flame (sensor|sensors|sensing|rectification|detector|out(?! (the|of)))|pilot flame|flame (goes out|went out|wont stay|keeps going out)|old flame',
    'burning (up|hot) in here|burning up in (the|this|my|our) (house|home|place|bedroom)|money to burn|burning a hole|burning question|burning through (money|filters|bulbs)|its burning up|were burning up|wood burning|burn out bulbs|bulbs burn out|bulbs keep burning out|burned out|burnt out|burning out',
    'emergency (heat|shut off|shutoff|fee|fees|rate|rates|light|lights|exit|service|number|kit|contact)',
    'carbon (footprint|copy|filter|filters)|activated carbon',
    'explod(ed|ing) in price|blow up my phone|blowing up my phone|exploded view',
    'hot flash(es)?|chest freezer|heart of the house',
  ]
    .map((part) => `\\b(?:${part})\\b`)
    .join('|'),
  'g',
);

/** Indexes of the alarming words that stand in such wordings. */
export const innocentAt = (words: readonly string[]): ReadonlySet<number> => {
  const places = new Set<number>();
  for (const match of words.join(' ').matchAll(INNOCENT)) {
    const from = match.input.slice(0, match.index).split(' ').length - 1;
    for (const [i, word] of match[0].split(' ').entries())
      if (/^(spark|shock|smok|flam|burn|explod)/.test(word)) places.add(from + i);
  }
  return places;
};
