import type { HazardRule } from './hazard-rule.ts';
import { SICK } from './hazard-words.ts';

/** People in danger, whatever the cause. */
export const PEOPLE_RULES: readonly HazardRule[] = [
  {
    hazard: 'medical',
    name: 'medical device without power',
    heard:
      /\b(oxygen|concentrator|ventilator|dialysis|life support|(?:breathing|breezing|freezing) machine|cpap|pap|feeding tube|nebulizer|heart monitor|respirator|iron lung|insulin)\b/,
    needs:
      /\b(no power|power is out|power went out|lost power|without power|power out|no electricity|electricity is out|half (the|my|our) (house|power)|outage|lost electricity|without electricity|breaker|went dark|dead outlet|no electric|powers out|power off|power is off|lights are out|machine is on battery|on battery|lost everything|running out|running low|backup tank)\b/,
    undeniable: true,
  },
  {
    hazard: 'medical',
    name: 'someone in danger',
    heard:
      /\b(not breathing|isnt breathing|cant breathe|cannot breathe|trouble breathing|hard to breathe|stopped breathing|unconscious|unresponsive|wont wake up|will not wake up|not waking up|isnt answering me|on the floor and not|cant wake (him|her|them)|collapsed|chest pain|chest pains|heart attack|stroke symptoms|having a stroke|seizure|bleeding badly|bleeding a lot|hypothermia|turning blue|overdose|trapped|electrocuted and|burned (himself|herself|myself|badly)|scalded)\b/,
    undeniable: true,
    unless:
      /\b(ceiling (has )?collapsed|pipe collapsed|line collapsed|sewer collapsed|collapsed (pipe|line|sewer|drain|ceiling)|breathing room|air trapped|trapped air|water trapped)\b/,
  },
  {
    hazard: 'heat_illness',
    name: 'heat illness',
    heard:
      /\b(heat ?stroke?\w*|heat (exhaustion|sick|sickness|illness)|stopped sweating|not sweating|overheated and|passed out|passing out|fainted|fainting|delirious|quit sweating|isnt sweating)\b/,
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
