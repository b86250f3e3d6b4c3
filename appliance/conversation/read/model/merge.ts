import type { Reader } from '../../decide/context.ts';
import type { Doubt, Hazard, Intent, ReadContext, Reading, ReadSlots, Urgency } from '../../reading.ts';
import { anchored } from './anchor.ts';
import type { ModelReading } from './reading.ts';
import { isBare } from './unsure.ts';

const RANK: Readonly<Record<Urgency, number>> = { routine: 0, urgent: 1, emergency: 2, life_safety: 3 };

/** What rules heard in so many words stands, whatever a model makes of it. */
const OPEN_INTENTS: ReadonlySet<Intent> = new Set(['unclear', 'question', 'answer', 'book']);

/**
 * The two readings of one utterance as one.
 *
 * - Values come from the rules. Where they found none, they read the stretch the model points at once more, as what it is said to be;
 *   a stretch that the caller did not say is thrown away.
 * - What the caller wants, and the words of the problem, come from the model where no rule heard them.
 * - Nothing the rules take for urgent is lowered. What the model alone takes for an emergency or for danger is a doubt, which
 *   is asked back once, with the advice in the same breath where people would be in danger.
 */
export const mergeReadings = (rule: Reading, model: ModelReading, reader: Reader, context: ReadContext): Reading => {
  const said = (quote: string): string | null => anchored(quote, rule.text);
  const reasons: string[] = [];
  const slots: ReadSlots = { ...rule.slots };
  const again = (words: string, expect: ReadContext['expect']): ReadSlots =>
    reader.read(words, { ...context, expect }).slots;

  const problem = said(model.problem_words);
  const known = slots.problem;
  if (problem !== null && model.service !== 'none' && (known === undefined || known.serviceType === null)) {
    const heard = again(problem, 'open').problem;
    const trade = heard?.serviceType === model.service ? heard.trade : null;
    slots.problem = {
      text: known?.text ?? problem,
      serviceType: model.service,
      trade: known?.trade ?? trade,
      details: known?.details ?? [],
    };
    reasons.push(`model: service ${model.service} (${problem})`);
  }
  const name = slots.name === undefined ? said(model.name_words) : null;
  const nameRead = name === null ? undefined : again(name, 'name').name;
  if (nameRead) {
    slots.name = nameRead;
    reasons.push(`model: name (${name})`);
  }
  const address = slots.address === undefined ? said(model.address_words) : null;
  const addressRead = address === null ? undefined : again(address, 'address').address;
  if (addressRead) {
    slots.address = addressRead;
    reasons.push(`model: address (${address})`);
  }

  const intent = intentOf(rule, model, slots, context.expect);
  if (intent !== rule.intent) reasons.push(`model: wants ${intent}`);
  const topic =
    rule.topic ??
    (OPEN_INTENTS.has(rule.intent) && rule.intent !== 'book' && model.topic !== 'none' ? model.topic : null);
  if (topic !== rule.topic) reasons.push(`model: topic ${topic}`);
  const { urgency, doubt } = urgencyOf(rule, model, said(model.urgent_words));
  if (doubt !== rule.doubt) reasons.push(`model: ${model.urgency} (${doubt?.words})`);
  return { ...rule, urgency, doubt, intent, topic, slots, reasons: [...rule.reasons, ...reasons].slice(0, 16) };
};

const intentOf = (rule: Reading, model: ModelReading, slots: ReadSlots, expect: ReadContext['expect']): Intent => {
  if (!OPEN_INTENTS.has(rule.intent)) return rule.intent;
  // Facts, and a yes or no, are answers: what they are answers to is ours to know.
  if (rule.intent === 'answer' && !isBare(rule, expect)) return rule.intent;
  if (rule.intent === 'book' && rule.slots.problem !== undefined) return rule.intent;
  if (model.intent !== 'none') return model.intent;
  return rule.intent !== 'question' && slots.problem !== undefined ? 'book' : rule.intent;
};

const urgencyOf = (
  rule: Reading,
  model: ModelReading,
  words: string | null,
): { urgency: Urgency; doubt: Doubt | null } => {
  const { urgency, doubt } = rule;
  if (words === null || RANK[model.urgency] <= RANK[urgency]) return { urgency, doubt };
  if (model.urgency === 'urgent') return { urgency: 'urgent', doubt };
  const hazard: Hazard | null =
    model.urgency === 'life_safety' ? (model.hazard === 'none' ? 'gas' : model.hazard) : null;
  // Of two doubts the graver is asked.
  if (doubt !== null && doubt.hazard !== null && hazard === null) return { urgency, doubt };
  return { urgency, doubt: { hazard, words, by: 'model' } };
};
