import type { HazardRule } from './hazard-rule.ts';
import { ALARMING, SICK } from './hazard-words.ts';

const BURNER =
  '(heater|furnace|heat|boiler|stove|oven|fireplace|generator|gas|water heater|garage|dryer|exhaust|fumes)s?';

/** Carbon monoxide, by its alarm, its signs and its sources. */
export const CO_RULES: readonly HazardRule[] = [
  {
    hazard: 'carbon_monoxide',
    name: 'CO alarm doing something',
    heard:
      /\b(co|carbon monoxide|monoxide) (detector|detectors|alarm|alarms|alarma|sensor|monitor|unit|thing)( \w+){0,6} (keep\w*|be|been|since|is|just|wont|started|going|went|says|shows|read|reads|off|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b/,
    unless:
      /\b(chirp\w*(?! nonstop)|batter\w*|end of life|every (minute|few|thirty|30|forty)|expired|old|new one|install\w*|replac\w*|mount\w*|need|needs|needing|want|wants|sell|buy|bought|test|price|how (many|old|often|much)|where|put in|add|supposed|hook)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'four beeps',
    heard: /\bbeep\w* (four|for|4) times\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'something off the furnace, and an alarm',
    heard: /\b(fell|came) off (the |our |my )?(furnace|water heater|boiler|heater)\b/,
    needs: /\b(alarm|beep\w*|dizzy|sick)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'flue off, fumes inside',
    heard:
      /\b(flue|flu|vent pipe|exhaust pipe|chimney pipe)s?( \w+){0,2} (fell|came|off|disconnected|loose|blocked|down)\b/,
    needs: /\b(furnace|water heater|heater|boiler|alarm|beeping|tank)\b/,
    unless: /\b(on the roof|cap)\b/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'CO alarm',
    heard: new RegExp(
      `\\b(co|carbon monoxide|monoxide|carbon|carbon dioxide) (detector|detectors|alarm|alarms|sensor|monitor|thing|meter|level|levels|leak|poisoning|reading|readings|warning)?( \\w+){0,6} ?\\b${ALARMING}`,
    ),
    unless:
      /\b(chirp\w*(?! nonstop)|low battery|battery|end of life|every (minute|few minutes|thirty|30|forty)|expired|new one|(sense|replace|replaced|new) (co|carbon)|test button)\b(?!.*\b(four|4|feel|sick|dizzy|headache)\b)/,
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
    name: 'sick beside a burner',
    heard: new RegExp(
      `\\b${SICK}\\b( \\w+){0,8} (near|by|around|next to|beside|close to)( \\w+){0,3} ${BURNER}\\b|\\b(near|by|around|next to|beside|close to)( \\w+){0,3} ${BURNER}\\b( \\w+){0,5} ${SICK}\\b`,
    ),
    unless: /giving me a headache|a real headache|such a headache/,
  },
  {
    hazard: 'carbon_monoxide',
    name: 'several people sick',
    heard: new RegExp(
      `\\b(everyone|everybody|all of us|whole family|the kids and i|we all|both of us|(?:both|two|three|all) (?:of )?(?:my|our|the) (?:kids|children|boys|girls|dogs)|my kids|the kids|family|were all|kids are all|all the kids)\\b( \\w+){0,6} \\b${SICK}\\b`,
    ),
  },
  {
    hazard: 'carbon_monoxide',
    name: 'generator inside',
    heard:
      /\b(generators?|grill|charcoal)\b( \w+){0,4} \b(in|inside) (the |our |my |a )?(garage|house|basement|kitchen|living room|home)\b/,
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
