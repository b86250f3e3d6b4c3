import type { Hazard } from '../../reading.ts';
import { deniedAt, isMadeSafe, isPast } from './denial.ts';

/** One thing that endangers people, as callers say it. */
interface HazardRule {
  readonly hazard: Hazard;
  readonly name: string;
  readonly heard: RegExp;
  /** Innocent wordings: tested on the whole utterance with them taken out, so that a second, real sign still counts. */
  readonly innocent?: RegExp;
  /** The rule needs this too, anywhere in the utterance. */
  readonly needs?: RegExp;
  /** The rule does not hold when this is said anywhere. */
  readonly unless?: RegExp;
  /** Denials do not undo it: `she is not breathing`. */
  readonly undeniable?: true;
}

/** Wordings that hold an alarm word and mean no danger. Taken out before any rule is tried. */
const INNOCENT = new RegExp(
  [
    'fire (station|department|dept|house|truck|engine|extinguisher|extinguishers|pit|hydrant|insurance|marshal|code|sprinkler|sprinklers|place|places|inspection|drill|rated|chief|lane|road|street|stick|proof|wood|alarm inspection|alarm test|alarm install)',
    'fireplace insert|(fire|fires|firing|fired) (it |the ac |the furnace |the thing )?(up|back up)|ready aim fire|on fire sale|cease fire|hire and fire|under fire|line of fire',
    'campfire|bonfire|wild ?fire smoke|fire stick|amazon fire|fire tv|fire engine red|fire island|after the fire|fire damage|fire place',
    'gas (bill|bills|card|price|prices|station|mileage|stove top|money|tank of gas|pedal|can)|out of gas|ran out of gas|gas powered|natural gas bill|tear gas',
    'spark (igniter|ignitor|plug|plugs|electrode)|sparkling|sparks (nevada|street|road|avenue)|igniter (clicks|sparks)',
    '(shocked|shock|shocking) (at|by|to hear|how|when i (got|saw|heard|opened)|that|about) (the |your |his |her |my |that )?(price|prices|bill|bills|quote|cost|estimate|how|much|it was|amount|total)?|sticker shock|static shock|culture shock|shock absorber|shell shocked|in shock (at|about|over)',
    'smoke (free|break|breaks|signal|stack|test|machine|bomb)|smokers?|non smoking|no smoking|smoked (meat|ribs|brisket)|quit smoking|smoking (cigarettes|section|a brisket|ribs)',
    'flame (sensor|sensors|sensing|rectification|detector|out)|pilot flame|flame (goes out|went out|wont stay|keeps going out)|old flame',
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

const ALARMING =
  '(going off|went off|goes off|go off|sounding|sounded|blaring|ringing|screaming|alarming|alarmed|triggered|set off|keeps beeping|is beeping|are beeping|beeping|beeps|beeped|tripped|reading|reads|says|shows|wont stop|high|alert|alerting|chirping and)';
const SICK =
  '(dizzy|dizziness|lightheaded|light headed|headache|headaches|nauseous|nausea|nauseated|throwing up|vomiting|passed out|passing out|fainted|fainting|feel faint|feeling faint|woozy|disoriented|feels sick|feel sick|feeling sick|got sick|getting sick|sick to (my|our|her|his) stomach|sleepy and|confused|foggy|weak and)';
const BURNER =
  '(heater|furnace|heat|boiler|stove|oven|fireplace|generator|gas|water heater|garage|dryer|exhaust|fumes)';
const NOT_APPLIANCE =
  '(?! (water heater|waterheater|furnace|stove|range|dryer|heater|fireplace|grill|line|lines|oven|boiler|pipe|pipes|logs|hookup|hook))';

const GAS_SMELL = '(smell|smells|smelling|smelled|smelt|whiff|odor|odors|stink|stinks|reek|reeks|sniff|scent|fumes)';

const RULES: readonly HazardRule[] = [
  {
    hazard: 'gas',
    name: 'gas smell',
    heard: new RegExp(`\\b${GAS_SMELL}( \\w+){0,5} (natural )?(gas|propane|mercaptan)\\b${NOT_APPLIANCE}`),
    unless: /\bsewer gas\b|\blike (gasoline|gas station)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas smell',
    heard: new RegExp(`\\b(gas|propane)( \\w+){0,3} ${GAS_SMELL}\\b`),
    unless:
      /\bsewer gas\b|smell(s|ed|ing)? (\w+ )?(like )?(dirty|dust|dusty|socks|musty|mold|moldy|burning dust|burnt dust|a little on first|a little burnt)\b|\bgas .* (rotten eggs )?only (in|when|with) (the )?(hot )?water/,
  },
  {
    hazard: 'gas',
    name: 'smell at a gas appliance',
    heard: new RegExp(
      `\\b${GAS_SMELL}( \\w+){0,4} (gas|propane) (line|lines|pipe|pipes|meter|stove|range|dryer|grill|heater|water heater|fireplace|furnace)\\b`,
    ),
    unless: /\b(dirty|dust|dusty|socks|musty|mold|moldy|burnt|burning|plastic)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas leak',
    heard:
      /\b(gas|propane)( \w+)? (leak|leaks|leaking|leaked|escaping|coming out|pouring out|blowing out|hissing|spewing)\b|\b(leak|leaking|leaks) (of )?(some |natural )?(gas|propane)\b|\bleak in (the|our|my) gas\b|\b(hit|cut|broke|struck|nicked|dug into|ruptured) (a |the |our |my )?gas (line|pipe|main|meter)\b|\bgas (line|pipe|main) (is |was |got )?(cut|hit|broken|ruptured|burst|severed|snapped)\b|\bgas is on (and|but)\b.*\b(no flame|not lit)\b|\bgas in the (house|air|basement|kitchen|garage)\b|\bfull of gas\b/,
    unless: /\b(gas leak (test|detector install)|freon|refrigerant|estimate|sewer gas)\b/,
  },
  {
    hazard: 'gas',
    name: 'rotten eggs',
    heard: /\b(rotten|rotting|bad|spoiled|rotton) eggs?\b|\bsulfur\b|\bsulphur\b|\bsmell( \w+)? like eggs\b/,
    unless:
      /\b(only|just) (in|with|when|from|on) (\w+ ){0,5}(hot )?(water|shower|faucet|tap)\b|\bhot water (\w+ ){0,3}(smell|smells|stinks|odor)\b|\bwater smells\b/,
  },
  {
    hazard: 'gas',
    name: 'hissing at the gas',
    heard:
      /\bhiss\w*( \w+){0,6} (gas|meter|propane|stove|furnace|water heater|tank outside)\b|\b(gas|propane)( \w+){0,5} hiss\w*\b|\bmeter( \w+){0,4} hiss\w*\b|\bhear gas\b|\bhissing sound (by|near|at|from) the (gas |outside )?(meter|stove|furnace|wall)\b/,
    unless: /\b(water meter|toilet|faucet|radiator)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas alarm',
    heard: new RegExp(`\\b(gas|propane) (detector|alarm|sensor|monitor)( \\w+){0,4} ${ALARMING}`),
  },
  {
    hazard: 'gas',
    name: 'gas symptoms',
    heard: new RegExp(
      `\\b(gas|propane)\\b( \\w+){0,12} \\b${SICK}\\b|\\b${SICK}\\b( \\w+){0,12} \\b(smell|odor|fumes)\\b`,
    ),
    unless: /\b(price|bill)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'CO alarm',
    heard: new RegExp(
      `\\b(co|carbon monoxide|monoxide|carbon|carbon dioxide) (detector|detectors|alarm|alarms|sensor|monitor|thing|meter|level|levels|leak|poisoning|reading|readings|warning)?( \\w+){0,5} ?\\b${ALARMING}`,
    ),
    unless:
      /\b(chirp\w*|low battery|battery|end of life|every (minute|few minutes|thirty|30|forty)|expired|(sense|replace|replaced|new) (co|carbon)|test button)\b(?!.*\b(four|4|feel|sick|dizzy|headache)\b)/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'CO alarm',
    heard:
      /\b(alarm|detector|sensor|monitor|it|they) (\w+ ){0,6}(says|reads|reading|detected|detecting|found|showing|shows|for) (\w+ ){0,3}(carbon monoxide|monoxide|co\b|c o\b|ppm|parts per million)|\b(four|4) (loud )?beeps?\b|\bbeeps? (four|4) times\b|\bppm\b|\bparts per million\b/,
    unless: /\bwater (test|quality|hardness)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'carbon monoxide',
    heard:
      /\b(carbon monoxide|monoxide)\b(?! (detector|detectors|alarm|alarms|sensor|sensors|monitor|inspection|test|check))/,
    unless:
      /\b(install|replace|replacement|expired|new (smoke|co|carbon)|how many|test for|do you (sell|install|test)|chirp\w*)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'sick when the heat runs',
    heard: new RegExp(
      `\\b${SICK}\\b( \\w+){0,14} \\b(when|while|since|every time|after|whenever|if|because|from|and|with)\\b( \\w+){0,6} ${BURNER}\\b`,
    ),
    unless:
      /\b(hot|heat) (outside|flash)|giving me a headache|such a headache|a real headache|no ac|air conditioning\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'sick when the heat runs',
    heard: new RegExp(
      `\\b(when|while|since|every time|after|whenever|ever since)\\b( \\w+){0,6} ${BURNER}\\b( \\w+){0,10} \\b${SICK}\\b`,
    ),
    unless: /giving me a headache|a real headache/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'several people sick',
    heard: new RegExp(
      `\\b(everyone|everybody|all of us|whole family|the kids and i|we all|both of us|family|were all|kids are all|all the kids)\\b( \\w+){0,6} \\b${SICK}\\b`,
    ),
  },
  {
    hazard: 'carbon_monoxide',
    name: 'generator inside',
    heard:
      /\b(generator|grill|charcoal)\b( \w+){0,4} \b(in|inside) (the |our |my |a )?(garage|house|basement|kitchen|living room|home)\b/,
    needs: /\b(running|run|runs|using|on|been)\b/,
    unless: /\b(install|hook|quote|estimate|put|want|wire|interlock)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'exhaust in the house',
    heard:
      /\b(exhaust|fumes)\b( \w+){0,6} \b(in|into|inside|filling) (the |our |my )?(house|home|room|basement|bedroom)\b/,
  },
  {
    hazard: 'fire',
    name: 'fire',
    heard:
      /\b(on|caught|catch|catching|catches) (on )?(fire|flames)\b|\b(a|an|the|is|small|big|electrical|grease|kitchen|house|see|started|have|theres|its|started a|put out the|chimney|electric) fire\b(?! (alarm|detector|alarms|detectors))|^fire\b|\bfire (fire|in|inside|coming|behind|at my|at the house|started)\b|\bflames\b|\bflame (is )?(coming|shooting|rolling|jumping)\b|\bup in flames\b|\bburning down\b|\b(house|kitchen|garage|panel|wall|outlet|furnace|wire|attic|dryer) is burning\b|\bcharring\b/,
    unless:
      /\b(pilot|burner|burners) flames?\b|\bflames? (is|are|looks?) (yellow|orange|low|weak)\b|\bfire (was )?put out (years|last)\b/,
  },
  {
    hazard: 'fire',
    name: 'fire',
    heard:
      /\bthere is (\w+ )?fire\b(?! (alarm|station|detector|pit|place))|\bfire\b( \w+){0,3} \b(panel|outlet|attic|wall|kitchen|garage|furnace|breaker|dryer|stove|house)\b/,
    unless: /\bfire (alarm|detector|alarms|department|dept|pit|place|rated)\b/,
  },
  {
    hazard: 'fire',
    name: 'smoke',
    heard:
      /\b(smoke|smoking|smoked|smokes|smoky|smokey|smoldering)\b(?! (and co |and carbon )?(detector|detectors|alarm|alarms|detecter|and carbon|and co|sensor|sensors|unit|thing chirp))/,
    unless: /\bsmoked? (a lot|in the house before|outside)\b|\bi smoke\b|\bsmoke and (co|carbon)\b/,
  },
  {
    hazard: 'fire',
    name: 'smoke alarm sounding',
    heard:
      /\b(smoke|fire) (detector|detectors|alarm|alarms)( \w+){0,3} (going off|went off|goes off|sounding|blaring|screaming|ringing|wont stop going off|triggered)\b/,
    unless:
      /\b(chirp\w*|battery|batteries|every (minute|few|thirty|30|forty|so often|time i cook)|when i cook|cooking|low|random|randomly|for no reason|false alarm|middle of the night|shower|steam|old|replace|replaced|new|expired)\b/,
  },
  {
    hazard: 'fire',
    name: 'burning in the wall',
    heard:
      /\b(smell|smells|smelling|something)( \w+){0,3} (burning|burnt|burn)\b( \w+){0,6} \b(wall|walls|attic|ceiling|house|inside the|behind)\b/,
    unless: /\b(dust|dusty|first time|first start|first turned|first turn|furnace|heater)\b/,
  },
  {
    hazard: 'fire',
    name: 'explosion',
    heard: /\b(exploded|explode|explosion|explodes|blew up|blow up|going to blow)\b/,
    unless:
      /\b(pipe|pipes|toilet|hose|price|prices|faucet|light bulb|bulbs|washer|phone|capacitor|diaper|freezer|soda)\b/,
  },
  {
    hazard: 'shock',
    name: 'electric shock',
    heard:
      /\b(got|get|gets|getting|gotten|been|being|was|were|am|electric|electrical|nasty|bad|big|little|slight|gave me a|gives me a|give you a|gave him a|gave her a|felt a|feel a|a) (a |an |electric |electrical |little |bad |nasty |big |slight |really |pretty )*(shock|shocked|shocks|zapped|electrocuted|jolt|jolted)\b|\b(shock|shocks|shocked|shocking|zaps|zapped|electrocuted|zapping|buzzed) (me|us|him|her|my|them|you|someone|somebody|the (dog|kids|baby))\b|\belectrocut\w+\b|\belectric shock\b|\b(tingle|tingling|tingles|zap|shock|shocks)( \w+){0,4} (touch|touched|touching|touches|shower|faucet|panel|water|pool|when i|tub)\b|\b(touch|touched|touching)( \w+){0,6} (shock|shocked|shocks|zapped|tingle|tingling|jolt)\b/,
    unless:
      /\b(i was|was|were|am|im) (\w+ )?shocked$|\bshocked (at|by|to|how|that|about|when i (saw|got|heard))\b|\bcost shock\b|\bstatic\b/,
  },
  {
    hazard: 'shock',
    name: 'shocked by wiring',
    heard:
      /\b(shocked|shock|zapped)\b( \w+){0,8} \b(outlet|switch|panel|wire|wires|breaker|faucet|shower|dryer|washer|stove|metal|plug|socket|pool|water|appliance|lamp)\b|\b(outlet|switch|panel|wire|plug|socket|appliance|faucet|shower)\b( \w+){0,5} \b(shocks|shocked|shocking|zaps|zapped)\b/,
    unless: /\bshocked (at|by the (price|cost|bill|quote)|to|how|that|about)\b/,
  },
  {
    hazard: 'electrical',
    name: 'arcing or sparks with flame',
    heard: /\b(spark|sparks|sparking|sparked|arcing|arced|arcs)\b/,
    needs:
      /\b(flame|flames|fire|smoke|smoking|flying|shooting|shot|shower of|everywhere|burning|water|wet|flood|flooded|flooding|panel|breaker box|fuse box|meter|service|wire|wires|line|pole|arcing|constantly|wont stop|nonstop|electrical box|main)\b/,
    unless: /\b(spark|sparks) (igniter|plug)\b|\bigniter\b/,
  },
  {
    hazard: 'electrical',
    name: 'bright lights, lost neutral',
    heard:
      /\b(light|lights|bulb|bulbs|lamp|lamps)\b( \w+){0,5} \b(super|really|extra|very|too|crazy|extremely|unusually|so|way) (bright|brighter)\b|\b(light|lights|bulbs) (\w+ ){0,4}(brighter|brightening|surging|exploding|exploded|popping)\b|\b(some|half)( \w+){0,6} (bright|brighter)\b.*\b(dim|dimmer|others|other half|rest)\b|\b(dim|dimmer)\b.*\bothers? (\w+ ){0,4}(bright|brighter)\b|\bgot (super|really|very) bright\b/,
    unless:
      /\b(too bright (for|in the bedroom|at night)|want (\w+ )?(brighter|bright)|brighter (lights|bulbs|fixture)|install|replace|recessed|led strip|security light|neighbors light)\b/,
  },
  {
    hazard: 'electrical',
    name: 'wire down',
    heard:
      /\b(power ?line|power lines|wire|wires|electric line|electrical line|live wire|service line|cable|line|lines) (\w+ ){0,4}(down|fell|fallen|on the ground|hanging low|ripped off|torn off|pulled off|came down|laying|lying|across the (yard|driveway|street|road|car))\b|\b(downed|fallen|live) (power ?|electric |electrical )?(line|lines|wire|wires)\b|\b(pulled|ripped|tore|knocked|took|yanked) (\w+ ){0,3}(wire|wires|power ?line|service line|lines|mast|meter) (\w+ ){0,3}(off|down|out)\b|\b(tree|limb|branch)\b( \w+){0,6} \b(wire|wires|power line|power lines|electric line|service drop)\b/,
    unless:
      /\b(water line|drain line|sewer line|gas line|phone line|internet|cable (tv|guy|company)|main line|line (is |was )?(backed|clogged|slow|frozen)|tonnage|run (a )?(wire|line)|quote|trim|condensate)\b/,
  },
  {
    hazard: 'medical',
    name: 'medical device without power',
    heard:
      /\b(oxygen|concentrator|ventilator|dialysis|life support|breathing machine|cpap|feeding tube|nebulizer|heart monitor|respirator|iron lung|insulin)\b/,
    needs:
      /\b(no power|power is out|power went out|lost power|without power|power out|no electricity|electricity is out|half (the|my|our) (house|power)|outage|lost electricity|without electricity|breaker|went dark|dead outlet|no electric|powers out|power off|power is off|lights are out|battery|running out|running low|backup tank)\b/,
    undeniable: true,
  },
  {
    hazard: 'medical',
    name: 'someone in danger',
    heard:
      /\b(not breathing|isnt breathing|cant breathe|cannot breathe|trouble breathing|hard to breathe|stopped breathing|unconscious|unresponsive|wont wake up|not waking up|collapsed|chest pain|chest pains|heart attack|stroke symptoms|having a stroke|seizure|bleeding badly|bleeding a lot|hypothermia|turning blue|overdose|trapped|electrocuted and|burned (himself|herself|myself|badly)|scalded)\b/,
    undeniable: true,
    unless:
      /\b(ceiling (has )?collapsed|pipe collapsed|line collapsed|sewer collapsed|collapsed (pipe|line|sewer|drain|ceiling)|breathing room|air trapped|trapped air|water trapped)\b/,
  },
  {
    hazard: 'heat_illness',
    name: 'heat illness',
    heard:
      /\b(heat (stroke|exhaustion|sick|sickness|illness)|heatstroke|stopped sweating|not sweating|overheated and|passed out|passing out|fainted|fainting|delirious)\b/,
    undeniable: true,
    unless: /\b(when i (saw|heard|got) (the )?(bill|price|quote)|almost fainted)\b/,
  },
  {
    hazard: 'heat_illness',
    name: 'ill in the heat',
    heard: new RegExp(`\\b${SICK}\\b`),
    needs: /\b(hot|heat|ac|air conditioning|air conditioner|cooling|ninety|hundred|degrees)\b/,
    unless: /\bgiving me a headache|a headache|real headache\b/,
  },
];

export interface HazardFinding {
  readonly hazard: Hazard;
  readonly name: string;
  readonly words: string;
}

export interface HazardReading {
  /** Present dangers, the gravest rule first as listed. */
  readonly found: readonly HazardFinding[];
  /** Dangers named and denied, or behind us. */
  readonly denied: readonly string[];
}

/** Sentences end at full stops; `but` starts a new thought. */
const thoughtsOf = (words: readonly string[], stops: ReadonlySet<number>): { from: number; text: string }[] => {
  const thoughts: { from: number; text: string }[] = [];
  let from = 0;
  for (let i = 1; i <= words.length; i++)
    if (i === words.length || stops.has(i) || words[i] === 'but') {
      thoughts.push({ from, text: words.slice(from, i).join(' ') });
      from = i;
    }
  return thoughts;
};

/**
 * Layer 1 of emergency detection: fixed rules on words, tense, place and denial, so that they hold with every model down.
 * @param words normalised words of the utterance
 * @param stops token indexes that begin a new sentence
 * @param commas token indexes before which there is any punctuation
 */
export const readHazards = (
  words: readonly string[],
  stops: ReadonlySet<number>,
  commas: ReadonlySet<number>,
): HazardReading => {
  const found: HazardFinding[] = [];
  const denied: string[] = [];
  const whole = words.join(' ');
  const bare = whole.replace(INNOCENT, ' ~ ');
  const thoughts = thoughtsOf(words, stops);
  for (const rule of RULES) {
    if (!rule.heard.test(whole)) continue;
    if (rule.needs && !rule.needs.test(bare)) continue;
    if (rule.unless?.test(whole)) {
      denied.push(rule.name);
      continue;
    }
    for (const match of bare.matchAll(new RegExp(rule.heard.source, 'g'))) {
      // `bare` and `whole` differ in length only inside innocent parts, so words are counted from the match's own text.
      const at = locate(words, match[0]);
      const thought = thoughts.findLast((part) => part.from <= at) ?? { from: 0, text: whole };
      const gone = isPast(thought.text) || isMadeSafe(whole);
      if (
        !rule.undeniable &&
        (gone ||
          deniedAt(
            words,
            at,
            (index) =>
              stops.has(index) || (commas.has(index) && /^(no|nope|yes|yeah|not)$/.test(words[index - 1] ?? '')),
          ))
      )
        denied.push(rule.name);
      else found.push({ hazard: rule.hazard, name: rule.name, words: match[0] });
    }
  }
  return { found, denied };
};

/** Index of the first token of `part` in `words`; the last such place, since a later mention is the fresher one. */
const locate = (words: readonly string[], part: string): number => {
  const parts = part.split(' ');
  for (let i = words.length - parts.length; i >= 0; i--) if (parts.every((word, k) => words[i + k] === word)) return i;
  return 0;
};
