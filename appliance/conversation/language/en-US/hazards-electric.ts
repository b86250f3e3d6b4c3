import type { HazardRule } from './hazard-rule.ts';

const WATER =
  '(?:water|waters|leak|leaks|leaking|leaked|rain|rains|raining|drip|drips|dripping|flood|floods|flooded|flooding|condensate|pouring|wet)';
const ELECTRICS =
  '(?:panel|panels|breaker|breakers|breaker box|fuse box|fusebox|fuses|electrical box|electric box|electrical|electrics|wiring|wires|outlet|outlets|plug|plugs|socket|sockets|receptacle|light switch|switch|switches|meter box|electric meter|light fixture|light fixtures|ceiling light|ceiling fan|fan light|chandelier|lights|light|extension cord|power strip|junction box)';

/** Shock, sparks, wires down, and water where the current is. */
export const ELECTRIC_RULES: readonly HazardRule[] = [
  {
    hazard: 'shock',
    name: 'electric shock',
    heard:
      /\b(got|get|gets|getting|gotten|been|being|was|were|am|electric|electrical|nasty|bad|big|little|slight|gave me a|gives me a|give you a|gave him a|gave her a|felt a|feel a|a) (a |an |electric |electrical |little |bad |nasty |big |slight |really |pretty |good |huge |hell of a )*(shock|shocked|shocks|zapped|zap|electrocuted|jolt|jold|jolted)\b|\b(shock|shocks|shocked|shocking|zaps|zapped|electrocuted|zapping|buzzed) (me|us|him|her|my|them|you|someone|somebody|the (dog|kids|baby))\b|\belectrocut\w+\b|\belectric shock\b|\b(tingle|tingling|tingles|zap|shock|shocks)( \w+){0,4} (touch|touched|touching|touches|shower|faucet|tap|panel|water|pool|when i|tub)\b|\b(touch|touched|touching)( \w+){0,6} (shock|shocked|shocks|zapped|tingle|tingling|jolt)\b/,
    unless:
      /\b(i was|was|were|am|im) (\w+ )?shocked$|\bshocked (at|to|how|that|about|when i (saw|got|heard)|by (the|your|that|his|my|how) (\w+ )?(price|prices|cost|bill|quote|estimate|amount|total|much|high))\b|\b(price|prices|cost|bill|quote|estimate|amount|total)( \w+){0,3} (shock|shocked|jolt|jolted|shocking)\b|\bcost shock\b|\bstatic\b/,
  },
  {
    hazard: 'shock',
    name: 'shocked by wiring',
    heard:
      /\b(shocked|shock|zapped)\b( \w+){0,8} \b(outlet|switch|panel|wire|wires|breaker|faucet|tap|shower|dryer|washer|stove|metal|plug|socket|pool|water|appliance|lamp|fridge|tub|sink|unit|furnace)\b|\b(outlet|switch|panel|wire|plug|socket|appliance|faucet|shower)\b( \w+){0,5} \b(shocks|shocked|shocking|zaps|zapped)\b/,
    unless:
      /\bshocked (at|by (the|your|that) (\w+ )?(price|cost|bill|quote|estimate)|to|how|that|about)\b|\b(price|bill|quote|cost)( \w+){0,3} shocked\b/,
  },
  {
    hazard: 'shock',
    name: 'current where it must not be',
    heard:
      /\b(feel|felt|feeling|theres|there is) (the |some |a little )?(electricity|current|voltage|a (buzz|tingle|tingling)|tingling) (in|on|from|through|when|at)\b|\b(pool|tub|shower|faucet|sink|fridge|washer|dryer|stove|appliance|metal)s?( is| are| was| keeps)? (shocking|zapping|electrified|live)\b/,
  },
  {
    hazard: 'electrical',
    name: 'sparks or arcing',
    heard:
      /\b(spark|sparks|sparking|sparked|an a\w*cross|arcing|arced|arcs|an arc|electric arc|(?:throwing|shooting|spitting) (?:parks|sparts))\b/,
    unless:
      /\b(spark|sparks) (free|igniter|ignitor|plug|plugs)\b|\b(igniter|ignitor|pilot|burner|grill|lighter)s? (\w+ ){0,2}spark\w*\b|\bspark (joy|interest)\b/,
  },
  {
    hazard: 'electrical',
    name: 'crackling at the electrics',
    heard: new RegExp(
      `\\b${ELECTRICS}\\b( (?!not\\b|no\\b)\\w+){0,7} (crackl\\w*|sizzl\\w*)\\b|\\b(crackl\\w*|sizzl\\w*)( \\w+){0,5} ${ELECTRICS}\\b|\\b(outlet|outlets|socket|sockets|switch|receptacle)( (?!not\\b|no\\b)\\w+){0,3} popping\\b`,
    ),
  },
  {
    hazard: 'electrical',
    name: 'water at the electrics',
    heard: new RegExp(
      `\\b${WATER}\\b( (?!under\\b|below\\b|heater\\b|not\\b|no\\b)\\w+){0,4} (in|into|on|onto|over|through|at|above|near|down|from|inside|touching|where|reached|reaches|covering|out of|up to|behind|by|against|right)( (?!under\\b|and\\b|also\\b|or\\b|so\\b|need\\b|want\\b)\\w+){0,7} ${ELECTRICS}\\b|` +
        `\\b${ELECTRICS}\\b( (?!not\\b|and everything|isnt\\b)\\w+){0,4} (wet|soaked|dripping|leaking|flooded|flooding|under water|underwater|full of water|filling up|filled up|submerged|water (in|on|inside|coming|running|dripping))\\b|` +
        `\\b(?:coming|running|pouring|dripping|leaking) (?:in |down )?(?:through|out of|into|onto|over) (?:the |my |our )?(?:\\w+ )?${ELECTRICS}\\b|` +
        `\\b(?:foot|feet|inches) of water\\b( \\w+){0,7} ${ELECTRICS}\\b`,
    ),
    unless:
      /\b(heater light|pilot light|water heater( \w+){0,2} (panel|outlet|breaker)|outdoor outlet|light leak|ac leak|small leak|disposal outlet|well pump|sink light|gfci|hot tub|light (is )?(blinking|on|flashing)|light drip|ev charger|install|dishwasher outlet|sewer|sprinkler)\b/,
  },
  {
    hazard: 'electrical',
    name: 'bright lights, lost neutral',
    heard:
      /\b(light|lights|bulb|bulbs|lamp|lamps)\b( \w+){0,5} \b(super|supper|really|real|extra|very|too|two|twoo|crazy|extremely|unusually|so|way) (bright|brighter)\b|\b(light|lights|bulbs|half) (\w+ ){0,4}(brighter|brightening|surging|surge|exploding|exploded|popping off)\b|\b(some|half)( \w+){0,6} (bright|brighter)\b.*\b(dim|dimmer|others|other half|rest)\b|\b(dim|dimmer)\b.*\bothers? (\w+ ){0,4}(bright|brighter)\b|\bgot (super|really|very) bright\b|\bhalf( \w+){0,5} (too|two|way|super) bright\b|\b(too|two|way) (too |two )?bright\b.*\bdim\b/,
    unless:
      /\b(too bright (for|in the bedroom|at night)|want (\w+ )?(brighter|bright)|brighter (lights|bulbs|fixture)|install|replace|recessed|led strip|security light|neighbors light)\b/,
  },
  {
    hazard: 'electrical',
    name: 'wire down',
    heard:
      /\b(power ?line|power lines|wire|wires|electric line|electrical line|live wire|service line|service wire|cable|line|lines) (\w+ ){0,4}(down|swinging|fell|fallen|on the ground|hanging low|ripped off|torn off|pulled off|came down|laying|lying|across the (yard|driveway|street|road|car))\b|\b(downed|fallen|live) (power ?|electric |electrical )?(line|lines|wire|wires)\b|\b(pulled|ripped|tore|torn|knocked|took|yanked) (\w+ ){0,3}(wire|wires|power ?line|service line|lines|mast|meter) (\w+ ){0,3}(off|down|out)\b|\bwires? (\w+ ){0,4}off (the |my |our )?(side of )?(the |my |our )?(house|home)\b|\bfell (on|onto|across) (the |our |my )?(service |power )?(wire|wires|line|lines)\b|\b(line|lines|wire|wires)( \w+){0,3} across (my|the|our) (fence|fense|yard|driveway|street|road|car|truck)\b|\b(tree|limb|branch)\b( \w+){0,6} \b(wire|wires|power line|power lines|electric line|service drop)\b/,
    unless:
      /\b(water line|drain line|sewer line|gas line|phone line|internet|cable (tv|guy|company)|main line|line (is |was )?(backed|clogged|slow|frozen)|tonnage|run (a )?(wire|line)|quote|trim|condensate)\b/,
  },
];
