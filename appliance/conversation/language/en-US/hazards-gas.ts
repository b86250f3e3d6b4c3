import type { HazardRule } from './hazard-rule.ts';
import { ALARMING, SICK } from './hazard-words.ts';

const NOT_APPLIANCE =
  '(?! (water heater|waterheater|furnace|stove|range|dryer|heater|fireplace|grill|line|lines|oven|boiler|pipe|pipes|logs|hookup|hook))';
const GAS_SMELL =
  '(smell|smells|smelling|smelled|smelt|whiff|odor|odors|stink|stinks|stench|reek|reeks|sniff|scent|fumes|aroma|(?!out\\b|oat\\b|old\\b)o[aeiou]*[td](?:[oe]r)?)';

/** Gas in the air. */
export const GAS_RULES: readonly HazardRule[] = [
  {
    hazard: 'gas',
    name: 'gas in the air',
    heard:
      /\bstrong( \w+){0,4} (gas|propane)\b|\b\w*(inks|eeks|ells?|ench) of (gas|propane)\b|\bof gas in (here|the (house|basement|garage|kitchen|room))\b|\bit \w+ like (gas|propane)\b|\bgas( \w+){0,3} (around|all around|next to) the (meter|heater|furnace|stove)\b|\bstrong smell( \w+)? (by|near|at|around) the (meter|stove|gas)\b|\bgas service out of\b/,
    unless:
      /(?<!not )\bsewer gas\b|\b(gas (line|pipe|bill|price|prices|station|mileage)|looks like gas|run gas|install|quote|price|hook|leak test|out of gas)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas, misheard',
    heard:
      /\b(smell|smells|smelling)( (some|a|the|like|of|strong|little))* (gasp|gasps|gaz|gash|guess|gus|cass|gast)\b/,
  },
  {
    hazard: 'gas',
    name: 'smell, with gas spoken of',
    heard: /\b(still|can|i|we) smell it\b|\bsmell it (by|near|in|everywhere|again|now|all|from|outside)\b/,
    needs: /\b(gas|propane)\b(?! (bill|bills|station|price))/,
    unless: /\b(only|just) (in|with|when|from|on) (\w+ ){0,5}water\b|(?<!not )\bsewer gas\b/,
  },
  {
    hazard: 'gas',
    name: 'gassy smell',
    heard:
      /\b(smell|smells|smelling|smelled|odor|stinks|reeks|kind of|really|all|so) gassy\b|\bgassy (smell|odor|stink)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas appliance leaking, with a smell',
    heard:
      /\b(gas|propane) (furnace|stove|range|dryer|heater|water heater|fireplace|boiler|oven|grill)( \w+){0,2} leaking\b/,
    needs: /\b(can smell|i smell|smell it|smells)\b/,
  },
  {
    hazard: 'gas',
    name: 'unlit burner with a smell',
    heard:
      /\b(burner|burners|pilot|stove|oven|range)\b( \w+){0,3} (wont light|not lit|not lighting|isnt lit|doesnt light|is out|went out|out)\b/,
    needs: /\b(can smell|i smell|smell it|smells bad|smells strong|a smell|the smell|smells funny)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas smell',
    heard: new RegExp(`\\b${GAS_SMELL}( \\w+){0,5} (natural )?(gas|propane|mercaptan)\\b${NOT_APPLIANCE}`),
    unless: /(?<!not )\bsewer gas\b|\blike (gasoline|gas station)\b/,
  },
  {
    hazard: 'gas',
    name: 'gas smell',
    heard: new RegExp(`\\b(gas|propane)( \\w+){0,3} ${GAS_SMELL}\\b`),
    unless:
      /(?<!not )\bsewer gas\b|smell(s|ed|ing)? (\w+ )?(like )?(dirty|dust|dusty|socks|musty|mold|moldy|burning dust|burnt dust|a little on first|a little burnt)\b|\bgas .* (rotten eggs )?only (in|when|with) (the )?(hot )?water/,
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
      /\b(gas|propane)( (tank|line|lines|pipe|pipes|main|valve|meter|connector|hose|regulator|fitting|service|from|is|are|was|its|keeps|on|and|just))* (leak|leaks|leaking|leaked|escaping|coming out|pouring out|blowing out|blowing|hissing|spewing|whistling)\b|\b(filling|filled|fills) (up )?with (gas|propane)\b|\bleft the gas on\b|\b(line|hose|pipe|hookup|connector)( \w+){0,3} leaking gas\b|\b(leak|leaking|leaks) (of )?(some |natural )?(gas|propane)\b|\bleak in (the|our|my) gas\b|\b(hit|cut|cut in|cut into|cut in to|cut in too|broke|struck|nicked|dug into|ruptured|tore|ripped|severed|busted|punctured|drilled into|snagged|damaged|crushed) (\w+ )?(a |the |our |my )?gas (line|pipe|main\w*|meter|service)\b|\bgas (line|pipe|main) (is |was |got )?(cut|hit|broken|ruptured|burst|severed|snapped)\b|\bgas (line|pipe|main|service)( \w+){0,6} (blowing|hissing|whistling|spewing|roaring)\b|\bgas is on (and|but)\b.*\b(no flame|not lit)\b|\bgas in the (house|air|basement|kitchen|garage)\b|\bfull of gas\b|\bgas (dryer |stove |range )?(hose|line|pipe|connector) (\w+ )?(popped|came|fell|broke|pulled) (off|loose|apart|out)\b|\bgas everywhere\b|\bbecause of (the |a )?gas\b(?! (bill|price|company|line|heater|furnace))/,
    unless: /\b(gas leak (test|detector install)|freon|refrigerant|estimate|(?<!not )sewer gas)\b/,
  },
  {
    hazard: 'gas',
    name: 'rotten eggs',
    heard:
      /\b(rotten|rotting|bad|spoiled|rotton) egg\w*\b|\b(?<!a bit like |a little like )(sulfur|sulphur)\b|\bsmell( \w+)? like eggs\b/,
    unless:
      /\b(only|just) (in|with|when|from|on) (\w+ ){0,5}(hot )?(water|shower|faucet|tap)\b|\bhot water (\w+ ){0,3}(smell|smells|stinks|odor)\b|\bwater smells\b/,
  },
  {
    hazard: 'gas',
    name: 'hissing at the gas',
    heard:
      /\bhiss\w*( \w+){0,6} (gas|meter|propane|stove|furnace|water heater|tank outside)\b|\b(gas|propane)( \w+){0,5} hiss\w*\b|\bmeter( \w+){0,4} hiss\w*\b|\bhear gas\b|\ba his( \w+){0,4} gas\b|\bhit the gas\b(?! pedal)|\bhissing sound (by|near|at|from) the (gas |outside )?(meter|stove|furnace|wall)\b/,
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
];
