import { deniedAt } from '../language/en-US/denial.ts';
import { frameOf } from '../language/en-US/framing.ts';
import type { HazardReading } from '../language/en-US/hazards.ts';
import { isControlled, OXYGEN, SAID_CALM, SAID_EMERGENCY, smellOfBurning } from '../language/en-US/urgent-words.ts';
import { PROPERTY_RULES } from '../language/en-US/property.ts';
import type { Doubt, Urgency } from '../reading.ts';
import type { Thresholds } from '../playbook/schema.ts';
import { weighClimate, type Climate } from './climate.ts';
import type { ProblemIndex, ServiceHit } from './problem.ts';
import type { Heard, PhraseHit } from './phrases.ts';

const RANK: Readonly<Record<Urgency, number>> = { routine: 0, urgent: 1, emergency: 2, life_safety: 3 };

export interface UrgencyReading {
  readonly urgency: Urgency;
  readonly serviceType: string | null;
  /** What named the service type, when an emergency phrase did. */
  readonly hit: PhraseHit | null;
  /** What one layer heard and another put aside. */
  readonly doubt: Doubt | null;
  readonly reasons: readonly string[];
}

interface Finding {
  readonly name: string;
  readonly words: string;
  readonly at: number;
  /** Words whose denial undoes it. */
  readonly told: readonly number[];
  readonly serviceType: string | null;
  readonly hit: PhraseHit | null;
}

/** What closing a valve ends; sewage stays where it is. */
const WATER_TYPES = new Set(['burst_leak', 'toilet_clog', 'water_heater_replacement', 'no_hot_water', 'toilet_leak']);

/** What is still to come is no emergency yet. */
const TO_COME = /\b(tomorrow|this weekend|next week|(mon|tues|wednes|thurs|fri|satur|sun)day)\b/;

/** Emergencies by the playbook's phrases (layer 1) and by patterns (layer 2), as they were heard. */
const findEmergencies = (heard: Heard, text: string, problems: ProblemIndex): Finding[] => [
  ...problems
    .emergencies(heard)
    .filter(({ hit }) => !TO_COME.test(heard.words.slice(hit.from, hit.to + 2).join(' ')))
    .map(({ phrase, serviceType, hit }) => ({
      name: phrase,
      words: heard.words.slice(hit.from, hit.to).join(' '),
      at: hit.from,
      told: hit.spans.map((span) => span.from),
      serviceType,
      hit,
    })),
  ...PROPERTY_RULES.flatMap((rule) => {
    const match = rule.heard.exec(text);
    if (!match || (rule.needs && !rule.needs.test(text)) || rule.unless?.test(text)) return [];
    const at = text.slice(0, match.index).split(' ').length - 1;
    return [{ name: rule.name, words: match[0], at, told: [at], serviceType: rule.serviceType, hit: null }];
  }),
];

/**
 * How fast we must be. Life safety comes from the hazard rules alone; below it the service type's own urgency is raised by
 * what was said (phrases, patterns, temperatures, who is in the house) and lowered where the caller says it is under
 * control, behind us, supposed or somebody else's. What was put aside in that way is told as a doubt.
 */
export const readUrgency = (
  heard: Heard,
  hazards: HazardReading,
  services: readonly ServiceHit[],
  problems: ProblemIndex,
  climate: Climate & { readonly innocent: ReadonlySet<number> },
  thresholds: Thresholds,
): UrgencyReading => {
  const text = heard.words.join(' ');
  const reasons: string[] = [];
  const best = services[0];
  if (hazards.found.length > 0)
    return {
      urgency: 'life_safety',
      serviceType: best?.type.code ?? null,
      hit: null,
      doubt: null,
      reasons: hazards.found.slice(0, 4).map((finding) => `life safety: ${finding.name} (${finding.words})`),
    };
  let urgency = (best?.type.urgency ?? 'routine') as Urgency;
  let serviceType = best?.type.code ?? null;
  let hit: PhraseHit | null = null;
  const raise = (to: Urgency, why: string): void => {
    if (RANK[to] > RANK[urgency]) urgency = to;
    reasons.push(`${to}: ${why}`);
  };
  if (best) reasons.push(`service: ${best.type.code} (${best.hit.phrase.source})`);
  const [doubted] = hazards.doubted;
  let doubt: Doubt | null = doubted ? { hazard: doubted.hazard, words: doubted.words } : null;
  if (doubted) reasons.push(`${doubted.frame}: ${doubted.name} (${doubted.words})`);
  const calm = problems.notEmergencies(heard);
  const whole = frameOf(heard.words, heard.words.length - 1);
  const aside = doubted !== undefined || (whole !== null && whole !== 'condition');
  const controlled = isControlled(text);
  for (const found of calm.length === 0 ? findEmergencies(heard, text, problems) : []) {
    if (found.told.some((at) => climate.innocent.has(at))) continue;
    if (controlled && WATER_TYPES.has(found.serviceType ?? '')) {
      reasons.push(`under control: ${found.name}`);
      if (urgency === 'emergency') urgency = 'urgent';
      continue;
    }
    if (found.told.some((at) => deniedAt(heard.words, at))) {
      reasons.push(`denied: ${found.name}`);
      continue;
    }
    const frame = frameOf(heard.words, found.at);
    if (frame !== null) {
      reasons.push(`${frame}: ${found.name} (${found.words})`);
      // A question about `if` and `when` is answered as such: only what may be going on is asked back.
      if (frame !== 'condition') doubt ??= { hazard: null, words: found.words };
      if (best?.type.urgency === 'emergency') urgency = 'urgent';
      continue;
    }
    raise('emergency', found.name);
    if (found.serviceType === null || !problems.byCode.has(found.serviceType)) continue;
    // An emergency phrase names the matter better than a weaker service phrase does.
    const score = found.hit?.score ?? 0;
    if (serviceType === null || (found.hit && score >= (best?.hit.score ?? 0)))
      [serviceType, hit] = [found.serviceType, found.hit];
  }
  for (const found of problems.urgents(heard)) raise('urgent', found.phrase);
  if (calm.length > 0) {
    reasons.push(`under control: ${calm.join('; ')}`);
    if (best?.type.urgency === 'emergency') urgency = 'urgent';
    if (/stopp|no longer|slow|small|little/.test(calm.join(' '))) urgency = 'routine';
  }
  if (aside) {
    urgency = 'routine';
    reasons.push(whole === 'past' ? 'behind us' : 'not here and now');
  } else {
    for (const { to, why } of weighClimate(heard, text, services, climate, thresholds)) raise(to, why);
    const burning = smellOfBurning(text, heard.words, hazards.denied);
    if (burning.emergency !== null) raise('emergency', burning.emergency);
    else if (burning.note !== null) reasons.push(burning.note);
    if (OXYGEN.test(text) && whole === null) raise('emergency', 'someone depends on oxygen or a medical device');
    if (SAID_EMERGENCY.test(text) && !SAID_CALM.test(text) && calm.length === 0 && whole === null)
      raise('emergency', 'the caller calls it an emergency');
  }
  if (SAID_CALM.test(text) && urgency === 'urgent') {
    urgency = 'routine';
    reasons.push('the caller is in no hurry');
  }
  return { urgency, serviceType, hit, doubt: RANK[urgency] >= RANK.emergency ? null : doubt, reasons };
};
