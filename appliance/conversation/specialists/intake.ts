import {
  ask,
  asked,
  say,
  wantMessage,
  raiseUrgency,
  type Draft,
  type Specialist,
  type SpeechEvent,
} from '../decide/draft.ts';
import { readBareDegrees } from '../language/en-US/details.ts';
import { tokenize } from '../language/en-US/tokens.ts';
import { readVisitKind } from '../language/en-US/visit-kind.ts';
import { isControlled } from '../language/en-US/urgent-words.ts';
import { english } from '../language/en-US/templates/phrasebook.ts';
import type { Reading } from '../reading.ts';

/** Follow-up questions are worth their turn only while we know nothing but the main symptom. */
const followUp = (draft: Draft): string | null => {
  const { state, context } = draft;
  const problem = state.slots.problem?.value;
  if (problem && mustAskWarmth(draft)) return 'indoor_temperature';
  if (!problem || asked(draft, 'ask_detail') > 0) return null;
  if (state.urgency === 'emergency' || problem.details.length > 0 || state.slots.name || state.slots.phone) return null;
  const type = context.playbook.serviceTypes.find((entry) => entry.code === problem.serviceType);
  const stopped = isControlled(
    tokenize(problem.text)
      .map(({ word }) => word)
      .join(' '),
  );
  const codes = (type?.ask ?? []).filter(
    (code) => (context.phrasebook ?? english).canAsk(code) && !(stopped && code === 'can_stop'),
  );
  if (codes.includes('vulnerable_people') && !state.slots.vulnerable) return 'vulnerable_people';
  if (codes.includes('indoor_temperature') && state.slots.vulnerable && !state.temperatures)
    return 'indoor_temperature';
  // When nobody is in the shop, the one question is the one that tells an emergency from what can wait.
  return (context.open ? null : codes.find((code) => GRAVE_ANSWERS[code] !== undefined)) ?? codes[0] ?? null;
};

/**
 * No heat, and somebody whom cold endangers, in a month that tells nothing of the weather: how warm it is settles it, and is worth a
 * question of its own.
 */
const mustAskWarmth = ({ state, context }: Draft): boolean => {
  const { problem, vulnerable } = state.slots;
  if (!vulnerable || state.temperatures || context.outdoorTempF !== undefined) return false;
  if (state.urgency === 'emergency' || state.asks['detail:indoor_temperature'] !== undefined) return false;
  return /^(no_heat|boiler)/.test(problem?.value.serviceType ?? '') && !state.slots.name && !state.slots.phone;
};

/** What is wrong, and one follow-up question. */
export const intake: Specialist = {
  phase: 'intake',
  canHandle: (draft) => !draft.state.slots.problem || kindUnknown(draft) || followUp(draft) !== null,
  next: (draft) => {
    if (!draft.state.slots.problem) {
      if (asked(draft, 'ask_problem') < 4) ask(draft, 'ask_problem', 'open');
      else wantMessage(draft, 'not_understood', { askPhone: true });
      return;
    }
    if (kindUnknown(draft)) {
      askKind(draft, draft.state.slots.problem.value.text);
      return;
    }
    acknowledge(draft);
    const code = followUp(draft);
    if (code !== null) {
      draft.state.asks[`detail:${code}`] = 1;
      ask(draft, 'ask_detail', 'open', { code });
    }
  },
  hears: {
    ask_problem: (draft, { reading, event, fresh }) => {
      if (fresh.has('problem')) return true;
      const words = event.text.trim().split(/\s+/).length;
      const again = asked(draft, 'ask_problem') > 1;
      if (reading.intent === 'book' && !again) return fresh.size > 0;
      if (!again || words < 2 || reading.answer !== null) return false;
      draft.state.slots.problem = {
        value: { text: event.text.trim(), serviceType: null, trade: null, details: [] },
        evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
        state: 'heard',
        attempts: 0,
      };
      return true;
    },
    ask_kind: (draft, { event, fresh }) => {
      if (fresh.has('problem')) return true;
      const kind = readVisitKind(event.text);
      const { problem } = draft.state.slots;
      if (kind === null || !problem) return false;
      draft.state.asks[`kind:${kind}`] = 1;
      problem.value = { ...problem.value, details: [...problem.value.details, event.text.trim()] };
      return true;
    },
    ask_detail: (draft, { reading, event }) => {
      const { problem } = draft.state.slots;
      const code =
        Object.keys(draft.state.asks)
          .findLast((key) => key.startsWith('detail:'))
          ?.slice(7) ?? 'detail';
      if (!problem) return false;
      const words = event.text.trim();
      const note =
        reading.answer === null ? words : `${code.replaceAll('_', ' ')}: ${reading.answer === 'no' ? 'no' : words}`;
      problem.value = { ...problem.value, details: [...problem.value.details, note] };
      heedAnswer(draft, code, reading, event);
      return true;
    },
  },
};

/**
 * Words that name nothing we know are a visit of the trade only where the caller says that something is to be repaired:
 * maintenance or an estimate of its own kind would be booked with the wrong time, price and person.
 */
const kindUnknown = ({ state }: Draft): boolean => {
  const value = state.slots.problem?.value;
  if (!value || value.serviceType !== null || value.trade !== null || state.records.booking || state.message)
    return false;
  return state.asks['kind:repair'] === undefined && state.urgency === 'routine';
};

const askKind = (draft: Draft, text: string): void => {
  const { asks } = draft.state;
  const told = asks['kind:maintenance'] !== undefined || asks['kind:new'] !== undefined;
  if (!told && asked(draft, 'ask_kind') < 2) ask(draft, 'ask_kind', 'open');
  else wantMessage(draft, 'not_understood', { text, askPhone: true });
};

/** Answers that make an emergency of what was said before. */
const GRAVE_ANSWERS: Readonly<Record<string, 'yes' | 'no'>> = {
  backup_heat: 'no',
  bright_or_dim: 'yes',
  can_stop: 'no',
  medical_device: 'yes',
  neighbours: 'yes',
  only_toilet: 'yes',
  overflowing: 'yes',
  sewage_inside: 'yes',
  water_rising: 'yes',
};

/** What the answer to a follow-up question means for how fast we must be. */
const heedAnswer = (
  { state }: Draft,
  code: string,
  reading: Reading,
  { utterance, startMs, text }: SpeechEvent,
): void => {
  if (GRAVE_ANSWERS[code] !== undefined && reading.answer === GRAVE_ANSWERS[code]) raiseUrgency(state, 'emergency');
  const degrees = code === 'indoor_temperature' ? readBareDegrees(text) : null;
  if (degrees !== null) state.temperatures ??= { indoor: degrees };
  if (code === 'vulnerable_people' && reading.answer === 'yes') {
    raiseUrgency(state, 'urgent');
    state.slots.vulnerable ??= {
      value: text,
      evidence: { utterance, startMs, heard: text },
      state: 'heard',
      attempts: 0,
    };
  }
};

/** Tells once what we understood. */
export const acknowledge = (draft: Draft): void => {
  if (asked(draft, 'ack_problem') > 0) return;
  draft.state.asks['ack_problem'] = 1;
  say(draft, 'ack_problem');
  if (draft.state.urgency === 'emergency') advise(draft);
};

/** What the caller can do until we come, said once. */
export const advise = (draft: Draft): void => {
  const { state, context } = draft;
  const type = context.playbook.serviceTypes.find((entry) => entry.code === state.slots.problem?.value.serviceType);
  if (!type || type.advice.length === 0 || state.asks['advise'] !== undefined) return;
  state.asks['advise'] = 1;
  say(draft, 'advise');
};
