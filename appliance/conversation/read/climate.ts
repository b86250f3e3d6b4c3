import { Temporal } from 'temporal-polyfill';
import type { Urgency } from '../reading.ts';
import type { Thresholds } from '../playbook/schema.ts';
import type { ServiceHit } from './problem.ts';
import type { Heard } from './phrases.ts';

const FREEZING =
  /\bpipes?( \w+){0,5} (freez\w*|frozen solid)\b|\b(frost|ice) (inside|on the inside)\b|\b(its|and) snowing\b|\bblizzard\b|\bkids (are|is) freezing\b|\b(shes|hes|were all|were) freezing\b/;
const COLD_WORDS =
  /\b(no|any|without|get) heat\b|\bheats? (is |has |been |s )?(off|out|gone|quit|dead)\b|\bheat (went|is|has been|been|pump) (off|out|quit|gone)\b|\b(furnace|heater|boiler|heat pump|heating)\b( \w+){0,3} (wont come on|not come on|off|out|dead|died|quit|isnt working|not working|broke|blowing cold|down)\b/;
const WARM_WORDS =
  /\b(no|without) (ac|air|cooling|air conditioning)\b|\b(acs?|air conditioner|air conditioners|air conditioning|the air)\b( \w+){0,3} (out|dead|quit|broke|broken|went out|isnt working|not working|off|down)\b/;
const HOT =
  /\b(heat ?wave|heat index|sweltering|scorching|roasting|burning up in here|sauna|(its|is|so|too|very|really|getting|pretty|awful|awfully|extremely|unbearably) hot(?! (water|air|side|wire|outlet|plug|tub|pipe|to the touch)))\b/;
const COLD =
  /\b(cold snap|freezing|frost|snow|snowing|ice storm|blizzard|shivering|see (my|our|your) breath|(its|is|so|too|very|really|getting|pretty|awful|awfully|extremely|unbearably) (cold|chilly)(?! (water|air|side|drink))|(shes|hes|were|theyre|im) (cold|freezing))\b/;
/** Neither hot nor cold enough, inside, to tell by itself which of the two it is. */
const COLD_INSIDE_F = 50;

/** How fast, and why. */
export interface Weight {
  readonly to: Urgency;
  readonly why: string;
}

/** What is known of the weather and of who is there. Degrees Fahrenheit. */
export interface Climate {
  readonly indoor?: number;
  readonly outdoor?: number;
  readonly vulnerable: boolean;
  /** Where no temperature is known: as what is it to be taken? By the season, or by the caller's words. */
  readonly taken: { readonly warm: boolean; readonly cold: boolean };
}

/**
 * March to November, when a house without cooling may be hot in the south of the United States at least. The season counts
 * only where nobody tells a temperature: taking a mild day for warm costs a call at night, the other way may cost a life.
 */
const WARM_MONTHS = { from: 3, to: 11 };
/** May to September, when a house without heating is cold nowhere that people live in; in the other months it may be. */
const MILD_MONTHS = { from: 5, to: 9 };

/**
 * As what the weather is taken while nobody tells a temperature.
 * @param text the caller's words
 * @param now epoch ms
 * @param zone IANA zone of the shop
 */
export const takenWeather = (text: string, now: number, zone: string): Climate['taken'] => {
  const { month } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  return {
    warm: HOT.test(text) || (WARM_MONTHS.from <= month && month <= WARM_MONTHS.to),
    cold: COLD.test(text) || month < MILD_MONTHS.from || month > MILD_MONTHS.to,
  };
};

/**
 * Heat and cold as one of the layers of urgency: the thresholds are the playbook's. Without any temperature known, an
 * infant, an old or an ill person decides it: in an unheated house where it is taken as cold, in an uncooled one where it is taken as warm.
 */
export const weighClimate = (
  heard: Pick<Heard, 'spots'>,
  text: string,
  services: readonly ServiceHit[],
  climate: Climate,
  thresholds: Thresholds,
): Weight[] => {
  const { indoor } = climate;
  const out: Weight[] = [];
  const notCooling = heard.spots.has('not_cooling') || WARM_WORDS.test(text);
  const cold =
    heard.spots.has('no_heat') ||
    COLD_WORDS.test(text) ||
    (/^(no_heat|boiler)/.test(services[0]?.type.code ?? '') && !notCooling);
  const warm = notCooling || services.some(({ type }) => type.code === 'no_cooling');
  if (heard.spots.has('no_heat')) out.push({ to: 'urgent', why: 'no heat' });
  if (heard.spots.has('no_hot_water')) out.push({ to: 'urgent', why: 'no hot water' });
  if (cold && FREEZING.test(text)) out.push({ to: 'emergency', why: 'no heat, and it is freezing' });
  if (!cold && !warm && indoor !== undefined && indoor <= COLD_INSIDE_F)
    out.push({ to: 'emergency', why: `${indoor} degrees inside` });
  const heat = !cold && climate.vulnerable && (indoor ?? 0) >= thresholds.coolIndoorAtOrAboveF;
  return [...out, ...weighTemperatures({ cold, warm: warm || heat }, climate, thresholds)];
};

/** What is broken, as far as the climate of the house hangs on it. */
export interface ClimateTrouble {
  readonly cold: boolean;
  readonly warm: boolean;
}

/** No heat and no cooling against the playbook's thresholds, with the frail taken into account. */
export const weighTemperatures = (
  { cold, warm }: ClimateTrouble,
  { indoor, outdoor, vulnerable, taken }: Climate,
  thresholds: Thresholds,
): Weight[] => {
  const out: Weight[] = [];
  const unknown = indoor === undefined && outdoor === undefined;
  if (cold) {
    const limit = vulnerable ? thresholds.heatVulnerableAtOrBelowF : thresholds.heatAtOrBelowF;
    if (outdoor !== undefined && outdoor <= limit)
      out.push({ to: 'emergency', why: `no heat at ${outdoor} degrees outside` });
    if (indoor !== undefined && indoor < thresholds.heatIndoorBelowF)
      out.push({ to: 'emergency', why: `no heat, ${indoor} degrees inside` });
    if (vulnerable && unknown && !warm && taken.cold)
      out.push({ to: 'emergency', why: 'no heat with a vulnerable person' });
  }
  if (!warm) return out;
  const warmest = Math.max(indoor ?? Number.NEGATIVE_INFINITY, outdoor ?? Number.NEGATIVE_INFINITY);
  if (vulnerable && warmest >= thresholds.coolVulnerableAtOrAboveF)
    out.push({ to: 'emergency', why: 'no cooling in the heat with a vulnerable person' });
  else if (vulnerable && unknown && !cold && taken.warm)
    out.push({ to: 'emergency', why: 'no cooling with a vulnerable person' });
  else if (
    (outdoor !== undefined && outdoor >= thresholds.coolAtOrAboveF) ||
    (indoor !== undefined && indoor >= thresholds.coolIndoorAtOrAboveF)
  )
    out.push({ to: 'urgent', why: 'no cooling in the heat' });
  return out;
};
