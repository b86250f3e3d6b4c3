import type { Urgency } from '../reading.ts';
import { isPast } from '../language/en-US/denial.ts';
import type { HazardReading } from '../language/en-US/hazards.ts';
import type { Thresholds } from '../playbook/schema.ts';
import type { ProblemIndex, ServiceHit } from './problem.ts';
import type { Heard, PhraseHit } from './phrases.ts';

const RANK: Readonly<Record<Urgency, number>> = { routine: 0, urgent: 1, emergency: 2, life_safety: 3 };
const higher = (a: Urgency, b: Urgency): Urgency => (RANK[a] >= RANK[b] ? a : b);

/** Heat, cold, water and sewage that the phrases alone cannot weigh. */
const SAID_EMERGENCY =
  /\b(this is an emergency|its an emergency|have an emergency|got an emergency|is an emergency(?! (fee|rate|line))|an emergency here|real emergency|emergency plumber|emergency electrician|emergency repair|emergency service|water emergency|plumbing emergency|emergency please)\b/;
const BURNING =
  /\b(burning|burnt|burn|scorched|melting|melted) (\w+ ){0,2}(smell|odor|plastic|rubber|wire|wires|wiring|electrical|insulation|outlet|cord|plug)\b|\b(smell|smells|smelling|odor)( \w+){0,4} (burning|burnt|burn|hot plastic|melting|electrical|fishy|fish)\b|\b(electrical|plastic|fishy|rubber) (burning )?(smell|odor)\b/;
const FIRST_HEAT =
  /\b(first (time|start|use|run|heat)|dust|dusty|start of the season|turned (it|the heat|the furnace) on for the first|little on first|burning off)\b/;
const WARM_WALL =
  /\b(wall|walls|switch plate|cover plate|outlet cover|panel cover)( \w+){0,3} (warm|hot|heating up|discolored|scorched)\b|\b(warm|hot|scorched) (wall|outlet|switch|panel|plug|breaker|cord)\b/;
const OXYGEN =
  /\b(on oxygen|oxygen (machine|tank|concentrator)|ventilator|dialysis|life support|home oxygen|breathing machine)\b/;
const WATER_AT_ELECTRIC =
  /\b(water|leak|leaking|dripping|rain|flood\w*|wet)( \w+){0,8} (panel|breaker box|fuse box|light fixture|ceiling light|lights|outlet|outlets|electrical|electric box|chandelier|light)\b|\b(panel|breaker box|fuse box|light fixture|ceiling light|outlet|electrical box)( \w+){0,5} (wet|water|dripping|leaking|soaked|flood\w*)\b/;
const NOT_WATER_AT_ELECTRIC =
  /\b(water heater|pilot light|light (is )?(blinking|on|flashing)|replaced|in ian|gfci|outdoor outlet|light leak|heater light|gas|well pump|disposal outlet|ac leak|slow|small leak|sink light)\b/;

export interface UrgencyReading {
  readonly urgency: Urgency;
  readonly serviceType: string | null;
  /** What named the service type, when an emergency phrase did. */
  readonly hit: PhraseHit | null;
  readonly reasons: readonly string[];
}

/**
 * How fast we must be. Life safety comes from the hazard rules alone; below it the service type's own urgency is raised by
 * what was said (phrases, temperatures, who is in the house) and lowered where the caller says it is under control.
 */
export const readUrgency = (
  heard: Heard,
  hazards: HazardReading,
  services: readonly ServiceHit[],
  problems: ProblemIndex,
  temperatures: { indoor?: number; outdoor?: number },
  thresholds: Thresholds,
): UrgencyReading => {
  const text = heard.words.join(' ');
  const reasons: string[] = [];
  const danger = hazards.found[0];
  const best = services[0];
  if (danger)
    return {
      urgency: 'life_safety',
      serviceType: best?.type.code ?? null,
      hit: null,
      reasons: hazards.found.slice(0, 4).map((finding) => `life safety: ${finding.name} (${finding.words})`),
    };
  let urgency: Urgency = best?.type.urgency ?? 'routine';
  let serviceType = best?.type.code ?? null;
  let hit: PhraseHit | null = null;
  if (best) reasons.push(`service: ${best.type.code} (${best.hit.phrase.source})`);
  const calm = problems.notEmergencies(heard);
  const past = isPast(text);
  const emergencies = problems.emergencies(heard);
  const raise = (to: Urgency, why: string): void => {
    if (RANK[to] > RANK[urgency]) urgency = to;
    reasons.push(`${to}: ${why}`);
  };
  if (!past && calm.length === 0)
    for (const found of emergencies) {
      raise('emergency', found.phrase);
      // An emergency phrase names the matter better than a weaker service phrase does.
      if (
        found.serviceType !== null &&
        (serviceType === null ||
          (found.hit.score >= (best?.hit.score ?? 0) &&
            !services.slice(0, 1).some(({ hit }) => hit.score > found.hit.score)))
      )
        [serviceType, hit] = [found.serviceType, found.hit];
    }
  for (const found of problems.urgents(heard)) raise('urgent', found.phrase);
  if (calm.length > 0) {
    reasons.push(`under control: ${calm.join('; ')}`);
    if (best?.type.urgency === 'emergency') urgency = 'urgent';
    if (/stopp|no longer|slow|small|little/.test(calm.join(' '))) urgency = 'routine';
  }
  if (past) {
    urgency = 'routine';
    reasons.push('behind us');
  }
  const vulnerable = heard.spots.has('vulnerable');
  const cold =
    heard.spots.has('no_heat') ||
    (services.some(({ type }) => /^(no_heat|boiler)/.test(type.code)) && !heard.spots.has('not_cooling'));
  const warm = heard.spots.has('not_cooling') || services.some(({ type }) => type.code === 'no_cooling');
  const { indoor, outdoor } = temperatures;
  if (
    cold &&
    outdoor !== undefined &&
    outdoor <= (vulnerable ? thresholds.heatVulnerableAtOrBelowF : thresholds.heatAtOrBelowF)
  )
    raise('emergency', `no heat at ${outdoor} degrees outside`);
  if (cold && indoor !== undefined && indoor < thresholds.heatIndoorBelowF)
    raise('emergency', `no heat, ${indoor} degrees inside`);
  if (
    warm &&
    vulnerable &&
    ((outdoor !== undefined && outdoor >= thresholds.coolVulnerableAtOrAboveF) ||
      (indoor !== undefined && indoor >= thresholds.coolVulnerableAtOrAboveF))
  )
    raise('emergency', 'no cooling in the heat with a vulnerable person');
  else if (
    warm &&
    ((outdoor !== undefined && outdoor >= thresholds.coolAtOrAboveF) ||
      (indoor !== undefined && indoor >= thresholds.coolIndoorAtOrAboveF))
  )
    raise('urgent', 'no cooling in the heat');
  if (
    BURNING.test(text) &&
    !past &&
    !hazards.denied.includes('burning smell') &&
    !/\b(no|not|nothing|dont|without|isnt)( \w+){0,3} (burning|burnt|smell|smells|smelling)\b/.test(text)
  ) {
    if (FIRST_HEAT.test(text)) reasons.push('dust on the first heat is normal');
    else raise('emergency', 'burning smell');
  }
  if (WARM_WALL.test(text) && !past && !/\b(hot water|water line|hot switch|hot outlet cover paint)\b/.test(text))
    raise('emergency', 'warm wall, outlet or panel');
  if (OXYGEN.test(text)) raise('emergency', 'someone depends on oxygen or a medical device');
  if (WATER_AT_ELECTRIC.test(text) && !NOT_WATER_AT_ELECTRIC.test(text) && !past && calm.length === 0)
    raise('emergency', 'water at panel or lights');
  if (
    SAID_EMERGENCY.test(text) &&
    !/\bnot (really )?an emergency\b|\bisnt an emergency\b|\bis it an emergency\b|\bnothing urgent\b/.test(text) &&
    calm.length === 0
  )
    raise('emergency', 'the caller calls it an emergency');
  if (
    /\b(not (really )?an emergency|isnt an emergency|not urgent|no rush|no hurry|whenever you can|isnt urgent|nothing urgent|can wait)\b/.test(
      text,
    ) &&
    urgency === 'urgent'
  ) {
    urgency = 'routine';
    reasons.push('the caller is in no hurry');
  }
  return { urgency: higher(urgency, 'routine'), serviceType, hit, reasons };
};
