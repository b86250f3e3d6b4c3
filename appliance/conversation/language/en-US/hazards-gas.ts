import type { HazardRule } from './hazard-rule.ts';
import { SICK } from './hazard-words.ts';

const ALARMING =
  '(going off|went off|goes off|go off|sounding|sounded|blaring|ringing|screaming|alarming|alarmed|triggered|set off|keeps beeping|is beeping|are beeping|beeping|beeps|beeped|tripped|reading|reads|says|shows|wont stop|high|alert|alerting|chirping and)';
const BURNER =
  '(heater|furnace|heat|boiler|stove|oven|fireplace|generator|gas|water heater|garage|dryer|exhaust|fumes)';
const NOT_APPLIANCE =
  '(?! (water heater|waterheater|furnace|stove|range|dryer|heater|fireplace|grill|line|lines|oven|boiler|pipe|pipes|logs|hookup|hook))';
const GAS_SMELL = '(smell|smells|smelling|smelled|smelt|whiff|odor|odors|stink|stinks|reek|reeks|sniff|scent|fumes)';

/** Gas and carbon monoxide. */
export const GAS_RULES: readonly HazardRule[] = [
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
];
