/** Wordings that raise or lower how fast we must be, beside the rules of dangers and of property. */
export const SAID_EMERGENCY =
  /\b(this is (an|a real) emergency|its an emergency|have an emergency|got an emergency|is an emergency(?! (fee|rate|line|if))|an emergency here|real emergency|emergency plumber|emergency electrician|emergency repair|emergency service|water emergency|plumbing emergency|emergency please)\b/;

/** In the caller's own words it can wait. */
export const SAID_CALM =
  /\b((dont|do not|didnt) have an emergency|not (really )?an emergency|isnt an emergency|is it an emergency|not urgent|no rush|no hurry|whenever you (can|have)|isnt urgent|nothing urgent|can wait)\b/;

export const OXYGEN =
  /\b(on oxygen|oxygen (machine|tank|concentrator)|ventilator|dialysis|life support|home oxygen|breathing machine)\b/;

const BURNING =
  /\b(burning|burnt|burned|burn|scorched|melting|melted) (\w+ ){0,2}(smell|odor|plastic|rubber|wire|wires|wiring|electrical|insulation|outlet|cord|plug)\b|\b(smell|smells|smelling|odor)( \w+){0,4} (burning|burnt|burned|burn|hot plastic|hot wires|hot wiring|melting|electrical|fishy|fish)\b|\b(electrical|plastic|fishy|rubber) (burning )?(smell|odor)\b|\bsomething (electrical )?(is )?burning\b/;
const FIRST_HEAT =
  /\b(first (time|start|use|run|heat|day)|dust|dusty|start of the season|turned (it|the heat|the furnace) on for the first|little on first|burning off)\b/;
const NOT_BURNING = /\b(no|not|nothing|dont|without|isnt|any)( \w+){0,3} (burning|burnt|smell|smells|smelling)\b/;
const WARM_WALL =
  /\b(wall|walls|switch plate|cover plate|outlet cover|panel cover)( \w+){0,3} (warm|hot|heating up|discolored|scorched)\b|\b(warm|hot|scorched) (wall|outlet|switch|panel|plug|breaker|cord)\b/;
const NOT_WALL = /\b(hot water|water line|hot switch|hot outlet cover paint|not hot|isnt hot|if a)\b/;

/** Burning smells and warm walls: `emergency` says why we come at once, `note` why not. */
export const smellOfBurning = (
  text: string,
  words: readonly string[],
  denied: readonly string[],
): { emergency: string | null; note: string | null } => {
  if (BURNING.test(text) && !denied.includes('burning smell') && !NOT_BURNING.test(text)) {
    if (FIRST_HEAT.test(text)) return { emergency: null, note: 'dust on the first heat is normal' };
    return { emergency: 'burning smell', note: null };
  }
  if (WARM_WALL.test(text) && !NOT_WALL.test(text) && !words.includes('if'))
    return { emergency: 'warm wall, outlet or panel', note: null };
  return { emergency: null, note: null };
};

const CLOSED =
  /\b(i|we|he|she|they|ive|weve|husband|wife|son|neighbor|got|have|had|is|was|its|water|waters|and)( (?!cant|cannot|couldnt|wont|not|never|how|tried|trying|try|need|needs|want)\w+){0,2} (turned|shut|closed|cut|switched)( \w+){0,4} (off|closed)\b(?! (valve|valves|handle|knob|is|wont|doesnt|broke))|\b(closed|shut) (the|our|my) (main|valve|valves|water)\b|\b(stopped|quit) (overflowing|leaking|running|dripping|flooding)\b/;
/** Whatever was done about it, it goes on. */
const GOES_ON =
  /\bstill( \w+){0,2} (flood\w*|leak\w*|pour\w*|coming|going|running|overflow\w*|spray\w*|com\w*)\b|\b(isnt|not) (a|just a) (drip|slow|small)\b|\bnot slow\b|\bcame off\b/;

/** True when the caller tells of water that it goes on, whatever was closed. */
export const goesOn = (text: string): boolean => GOES_ON.test(text);

/** True when the caller has closed a valve and the water has stopped. */
export const isControlled = (text: string): boolean => CLOSED.test(text) && !GOES_ON.test(text);
