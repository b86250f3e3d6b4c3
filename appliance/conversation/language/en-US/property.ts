import { blamesOwnWork } from './own-work.ts';

/** What is lost fast when nobody comes: water, sewage, heat, power. Layer 2 beside the playbook's phrases. */
export interface PropertyRule {
  readonly name: string;
  /** What the visit is for, when no service type was named more clearly. */
  readonly serviceType: string;
  readonly heard: RegExp;
  readonly needs?: RegExp;
  readonly unless?: Pick<RegExp, 'test'>;
}

const MOVES =
  '(?:gushing|pouring|spewing|shooting|spraying|flooding|flooded|everywhere|all over|rising|climbing|gushes|pours|raining down|(?:coming|comes|running|leaking|dripping fast|pours|pouring) (?:up |in |out |down )?(?:through|from under|out of|into|in|down) (?:the |my |our |a )?(?:\\w+ )?(?:ceiling|floor|wall|walls|house|stairs|laundry room|kitchen|basement|hallway|garage)|coming (?:up|in) (?:fast|through|now|every\\w*))';
const ROOM =
  '(?:tub|bathtub|shower|floor|floors|carpet|basement|house|kitchen|bathroom|bathrooms|sink|sinks|laundry|hallway|yard and|living room|drain|restaurant)';
const FOUL = '(?:sewage|sewege|poop|feces|black water|toilet water|sewer water|sewers?|waste water|raw sewer)';

export const PROPERTY_RULES: readonly PropertyRule[] = [
  {
    name: 'water that does not stop',
    serviceType: 'burst_leak',
    heard: new RegExp(
      `\\b(?:water|waters|leak|leaks|pipe|pipes|hose|tank|line|valve|toilet|radiator|heater|it|its|still|faucet|supply|unit|boiler|washer|machine|dishwasher|sprinkler)\\b(?: (?!not\\b|isnt\\b|no\\b|into\\b|want\\b)\\w+){0,7} ${MOVES}\\b|\\b(?:a|the|like a) (?:river|lake|flood|waterfall|geyser)\\b|\\bgoing under\\b|\\b(?:gallons|inches|foot|feet) (?:of water )?(?:on|in|of water)\\b`,
    ),
    unless:
      /\b(sprinkler backflow|garden hose|sprinkler head|pressure is all over|prices?|water bill|river (road|street|drive|rd)|lake (road|street|drive|house|view)|(foot|feet) (in|on) the|drain is slow)\b/,
  },
  {
    name: 'leak that cannot be stopped',
    serviceType: 'burst_leak',
    heard:
      /\b((leak|leaks|leaking|it|water|dripping|its)( (?!not\b|isnt\b)\w+){0,4} (wont stop|not stopping|getting worse|keeps coming|every minute|really fast))\b|\b(cant|cannot|couldnt|unable to) (get|turn|shut|stop|close|find|reach)( \w+){0,4} (off|stop|it|valve|shutoff|shut|closed|water|leak|main)\b|\b(valve|handle|main|shutoff|shut off)( (?!because|pipe)\w+){0,3} (broke|wont (close|shut|turn)|just spins|stuck|came off|snapped)\b|\bdont know where the (shutoff|shut off|valve|main)\b/,
    needs: /\b(water|leak|leaks|leaking|pipe|pouring|spraying|gushing|flood\w*|overflow\w*|hose)\b/,
    unless: /\b(stiff|swap\w*|sometime|drip(s|py)?|runs all night|hot all the way|running steady into the drain)\b/,
  },
  {
    name: 'leak that goes on',
    serviceType: 'burst_leak',
    heard:
      /\b(leak|leaks|leaking|it|water|dripping|its)( (?!not\b|isnt\b)\w+){0,4} still (going|coming|running|leaking)\b/,
    needs: /\b(water|leak|leaks|leaking|pipe|pouring|spraying|gushing|flood\w*|overflow\w*|hose)\b/,
    unless: {
      test: (text) =>
        /\b(stiff|swap\w*|sometime|drip(s|py)?|runs all night|hot all the way|running steady into the drain)\b/.test(
          text,
        ) || blamesOwnWork(text),
    },
  },
  {
    name: 'pipe broken open',
    serviceType: 'burst_leak',
    heard:
      /\b(pipe|pipes|hose|line|valve|tank|heater|fitting|sprinkler)\b( \w+){0,4} (burst|bursts|busted|split|ruptured|exploded|let go|came apart|snapped|blew|gave way)\b|\b(burst|busted|ruptured|burts|split) (pipe|pipes|line|hose|tank)\b/,
    unless: /\b(gas|drain line|tree line|price|if|frozen but|patio)\b/,
  },
  {
    name: 'ceiling about to come down',
    serviceType: 'burst_leak',
    heard:
      /\b(ceiling|ceilings|drywall|sheetrock|its|it is)\b( \w+){0,6} (bulging|sagging|bowing|caving|falling|coming down|drooping|about to come down)\b|\bleaking through( \w+){0,3} ceiling\b/,
    needs: /\b(ceiling|ceilings|drywall|sheetrock)\b/,
  },
  {
    name: 'sewage in the house',
    serviceType: 'main_line_backup',
    heard: new RegExp(
      `\\b${FOUL}\\b(?: (?!nothing\\b|not\\b|no\\b|little\\b)\\w+){0,7} ${ROOM}\\b|\\b${ROOM}\\b(?: \\w+){0,6} ${FOUL}\\b(?! line| smell| gas)|\\b(?:black|nasty|brown|dirty|filthy|stinky|sewer)(?: black)? waters?\\b(?: \\w+){0,6} (?:coming|comes|filling|backing|up|${ROOM})\\b`,
    ),
    unless:
      /\b(smells? like (a )?sewer|sewer (line|lines) (is |are )?(slow|backing up a little)|nothing on the floor|sewer (smell|camera|inspection)|sewer lateral|replace the sewer|camera|sewer district|pump)\b/,
  },
  {
    name: 'no toilet that works',
    serviceType: 'toilet_clog',
    heard:
      /\b(only|one|single) (one )?(toilet|bathroom|commode|one we have|one weve got|one in the house)\b|\bno (working|other) (toilet|toilets|bathroom)\b|\b(none of|all|both|neither of) (the |our |my )*(toilets|bathrooms|commodes)\b|\bno toilet\b/,
    needs:
      /\b(toilet|toilets|bathroom|commode|commodes)\b.*\b(flush\w*|clog\w*|back\w*|overflow\w*|stop\w*|plug\w*|broke\w*|work\w*|out|up|only)\b|\b(flush\w*|clog\w*|back\w*|overflow\w*|plug\w*|broken)\b.*\b(toilet|toilets|bathroom)\b|\bno (working|other)? ?toilet\b/,
    unless:
      /\b(one toilets? (is |are )?(slow|running|runs|leaks|leaking)|only (when|if|at|the|slow)|another (toilet|one)|other (toilet|one|bathroom) works|one of the)\b/,
  },
  {
    name: 'toilet overflowing',
    serviceType: 'toilet_clog',
    heard: /\b(toilet|commode|tub|sink)\b( \w+){0,4} (overflowing|over flowing|running over|spilling over)\b/,
    unless: /\b(stopped|turned (it |the valve |the water )?off|quit) ?(overflowing|it)?\b/,
  },
  {
    name: 'no water at all',
    serviceType: 'water_pressure',
    heard:
      /\b(no|not a drop of|without|dont have any|any|hasnt had any) (running )?water\b(?! (heater|pressure|bill|leak|damage|coming|in the tub|on the))|\bno water in the\b/,
    needs:
      /\b(house|home|at all|drop|anywhere|whole|since|building|place|baby|all day|dont have any water|without water)\b/,
    unless: /\bno water (leak|damage|on|in the (pan|basement))\b|\b(hot|shower|sink|spigot|hose|sprinkler)\b/,
  },
  {
    name: 'pump out, water rising',
    serviceType: 'sump_pump',
    heard: /\b(sump|some|sum|ejector|the) pump\b|\bpump (quit|died|stopped|failed|burned)\b/,
    needs: /\b(rising|climbing|coming in|filling|flooding|going under|inches|inch|overflowing|coming up|under water)\b/,
  },
  {
    name: 'only this house without power',
    serviceType: 'full_outage',
    heard:
      /\b(neighbors?|neighbours?|streets?|everyone|everybody|block|next door|others|rest of the)\b( \w+){0,5} (has|have|got|power|lights|theirs|electricity|fine|on|it)\b|\bonly (ones|house|one)( \w+){0,5} (without|dark|out)\b|\b(but|except) (us|me|mine|ours|our house|my house)\b|\b(just|only) (us|me|my house|our house|at our house)\b/,
    needs:
      /\b(no power|no lights|no electricity|whole house|without (power|electricity)|power (is |was |went )?(completely )?(out|off)|lost (everything|power)|everythings? (is )?out|everything out|house is (dark|dead)|completely out|lost electricity|dark|(has|have|got|street|streets|everybody|everyone)( \w+){0,3} (lights|power|electricity) (but|except))\b/,
    unless: /\b(kitchen|bedroom|garage|one room|half|bathroom|upstairs|back part|office)\b/,
  },
  {
    name: 'heat at the electrics',
    serviceType: 'hot_outlet',
    heard:
      /\b(outlet|outlets|out let|out lets|plug|plugs|switch|socket|cord|panel|breaker|breakers|box|wire|wires|cover plate|wall|walls|meter|meter base|receptacle|plate)\b( (?!not\b|isnt\b|no\b)\w+){0,6} (hot|scorching|scorched|melted|melting|warm|glowing|burnt|burned|black|sizzling|hissing|sizzle|popping|snapping|crackling|brown)\b|\b(hot|scorching|melted|burnt|burned|scorched) (outlet|plug|switch|panel|breaker|wire|wires|wiring|cord|insulation|socket)\b|\b(sizzling|hissing|crackling|buzzing loud|buzzes loud|humming like)\b/,
    needs:
      /\b(outlet|outlets|out let|out lets|plug|switch|socket|cord|panel|breaker|breakers|box|wire|wires|plate|wall|meter|receptacle|insulation)\b/,
    unless:
      /\b(hot (water|tub|air)|wall heater|black (wire|box|and decker)|warm (air|white)|brown(out)? once|not hot|blowing hot|hot day|once|air conditioner|ac is|too hot in|hot in here|wall (unit|thermostat)|furnace)\b/,
  },
];
