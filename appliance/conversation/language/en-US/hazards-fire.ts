import type { HazardRule } from './hazard-rule.ts';
import { SICK } from './hazard-words.ts';

/** Fire, shock, electricity, and people in danger. */
export const FIRE_RULES: readonly HazardRule[] = [
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
      /\b(light|lights|bulb|bulbs|lamp|lamps)\b( \w+){0,5} \b(super|supper|really|extra|very|too|crazy|extremely|unusually|so|way) (bright|brighter)\b|\b(light|lights|bulbs) (\w+ ){0,4}(brighter|brightening|surging|exploding|exploded|popping)\b|\b(some|half)( \w+){0,6} (bright|brighter)\b.*\b(dim|dimmer|others|other half|rest)\b|\b(dim|dimmer)\b.*\bothers? (\w+ ){0,4}(bright|brighter)\b|\bgot (super|really|very) bright\b/,
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
