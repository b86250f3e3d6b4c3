import type { HazardRule } from './hazard-rule.ts';

/** Fire and smoke. */
export const FIRE_RULES: readonly HazardRule[] = [
  {
    hazard: 'fire',
    name: 'fire',
    heard:
      /\b(on|caught|cght|ct|cot|cought|catch|catching|catches) (on )?(fire|flames)\b|\b(a|an|the|is|small|big|electrical|grease|kitchen|house|see|started|have|theres|its|started a|put out the|chimney|electric) fire\b(?! (alarm|detector|alarms|detectors))|^fire\b|\bfire (fire|in|inside|coming|behind|at my|at the house|started)\b|\bflames\b|\b(shooting|throwing|spitting|big|open|huge) flames?\b|\bflame (is )?(coming|shooting|rolling|jumping)\b|\bup in flames\b|\bburning down\b|\b(house|kitchen|garage|panel|wall|outlet|furnace|wire|attic|dryer|cord|lamp|plug|motor|unit|heater|box)( is)? burning\b(?! (smell|odor|oil|wood))|\b(theres|there is|see|saw) (a |an |some |actual )?(flame|fire)\b(?! (alarm|detector|station|pit|place))|\bcharring\b/,
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
      /\b(smoke|smoking|smokin|smoked|smokes|smoky|smokey|smoldering)\b(?! (and co |and carbon )?(detector|detectors|alarm|alarms|detecter|and carbon|and co|sensor|sensors|unit|thing chirp))/,
    unless:
      /\bsmoked? (a lot|in the house before|outside)\b|\b(i|we|he|she|husband|wife|tenant|tenants) smokes?\b|\bsmoke (from the )?(wildfires?|fires)\b|\bwildfires?\b|\bsmoke and (co|carbon)\b/,
  },
  {
    hazard: 'fire',
    name: 'smoke alarm sounding',
    heard:
      /\b(smoke|fire) (detector|detectors|alarm|alarms)( \w+){0,3} (going off|went off|goes off|go off|sounding|blaring|screaming|ringing|wont stop going off|triggered)\b/,
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
    heard: /\b(exploded|explode|explosion|explodes|blew up|blu up|blue up|blow up|going to blow)\b/,
    unless:
      /\b(pipe|pipes|toilet|hose|price|prices|faucet|light bulb|bulbs|washer|phone|capacitor|diaper|freezer|soda)\b/,
  },
];
