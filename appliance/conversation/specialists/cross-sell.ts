import { ask, asked, callTool, end, graver, say, wantMessage } from '../decide/draft.ts';
import type { Draft, Heard, Specialist } from '../decide/draft.ts';
import { isClearYes, saysBye } from '../language/en-US/consent.ts';
import { turnOf } from '../state/state.ts';
import type { ToolOutcome } from '../tools.ts';
import { owesCancelRight } from './booking.ts';
import { serviceTypeOf } from './quote.ts';
import { tellsOfAnother } from './second.ts';

/** An offer is asked at most so often: again only for a caller who had us say it again, or asked something. */
const MOST = 2;

/** Nobody is sold anything who is in trouble, at odds with us, or has something else open. */
const isAtEase = ({ state, context }: Draft): boolean => {
  const urgency = graver(state.urgency, state.gravest);
  return (
    (urgency === 'routine' || urgency === 'urgent') &&
    state.safety === null &&
    state.doubt === undefined &&
    state.slots.danger?.value !== 'possible' &&
    state.records.alert === null &&
    state.asks['calm'] === undefined &&
    state.asks['upset'] === undefined &&
    state.objections === 0 &&
    !context.playbook.objections.some(({ code }) => state.asks[`topic:${code}`] !== undefined) &&
    state.transfer === 'none' &&
    state.message === null &&
    state.records.messages.length === 0 &&
    state.later === undefined &&
    state.existing === undefined &&
    state.outbound === undefined &&
    state.slots.member === undefined
  );
};

/**
 * Looks for something to offer to a caller whose visit is booked and who wants nothing more.
 * @returns false when nothing is to be offered: then the call may end
 */
export const offerMore = (draft: Draft, { event }: Heard): boolean => {
  const { state, context } = draft;
  const { booking } = state.records;
  const { on, offers, restDays } = context.playbook.crossSell;
  if (!on || booking === null || state.selling !== undefined || saysBye(event.text) || !isAtEase(draft)) return false;
  const service = serviceTypeOf(draft);
  const codes = offers.filter(({ after }) => after.includes(service)).map(({ sell }) => sell);
  if (codes.length === 0) return false;
  state.selling = { step: 'looking', times: 0 };
  callTool(draft, { name: 'offer_add_on', key: 'add-on', args: { jobId: booking.jobId, codes, restDays } });
  return true;
};

/** What may be offered, by the records. */
export const keepOffer = ({ state }: Draft, outcome: Extract<ToolOutcome, { name: 'offer_add_on' }>): void => {
  if (!state.selling) return;
  const offer = outcome.ok ? outcome.result.offer : null;
  if (offer !== null) state.records.offer = offer;
  state.selling.step = offer === null ? 'none' : 'asking';
};

/** The caller's answer is on record; a yes that could not be written goes to a person. */
export const keepAddOn = (draft: Draft, outcome: Extract<ToolOutcome, { name: 'answer_add_on' }>): void => {
  const { state } = draft;
  const { selling, records } = state;
  if (selling?.step !== 'taken') return;
  if (outcome.ok && outcome.result.lineId !== null) records.line = outcome.result.lineId;
  else wantMessage(draft, 'after_booking', { text: records.offer?.name ?? null });
};

/** No answer is a no: it is noted, and nothing more is said of it. @returns false when no offer is open */
export const leaveOffer = (draft: Draft, heard: Heard | null = null): boolean => {
  const { selling, records } = draft.state;
  if (selling?.step !== 'asking' || !records.offer) return false;
  selling.step = 'left';
  const evidence = heard && { utterance: heard.event.utterance, startMs: heard.event.startMs };
  callTool(draft, {
    name: 'answer_add_on',
    key: 'add-on-answer',
    args: { offerId: records.offer.id, answer: 'no', evidence },
  });
  return true;
};

const part = (draft: Draft): void => {
  say(draft, 'goodbye');
  end(draft, 'booked');
};

/** One thing more, offered once, after the visit is booked and the caller wants nothing else. */
export const crossSell: Specialist = {
  phase: 'wrap_up',
  canHandle: ({ state }) =>
    state.selling !== undefined && state.records.booking !== null && state.selling.step !== 'over',
  next: (draft) => {
    const { selling } = draft.state;
    if (!selling) return;
    if (selling.step === 'asking') {
      if (selling.times < MOST && asked(draft, 'ask_add_on') === 0) {
        selling.times += 1;
        ask(draft, 'ask_add_on', 'yes_no');
      } else leaveOffer(draft);
      return;
    }
    if (selling.step === 'taken') {
      say(draft, 'add_on_added');
      if (!owesCancelRight(draft)) say(draft, 'tell_cancel_right');
    } else if (selling.step === 'left') say(draft, 'add_on_left');
    part(draft);
  },
  hears: {
    ask_add_on: (draft, heard) => {
      const { state } = draft;
      const { reading, event, fresh } = heard;
      const heardOut = turnOf(event.after) >= (state.pending?.turn ?? Number.POSITIVE_INFINITY);
      const facts = [...fresh].some((name) => !name.startsWith('same:') && name !== 'wishes');
      if (reading.answer === 'yes' && heardOut && !facts && isClearYes(event.text) && state.records.offer) {
        if (state.selling) state.selling.step = 'taken';
        callTool(draft, {
          name: 'answer_add_on',
          key: 'add-on-answer',
          args: {
            offerId: state.records.offer.id,
            answer: 'yes',
            evidence: { utterance: event.utterance, startMs: event.startMs },
          },
        });
        return true;
      }
      leaveOffer(draft, heard);
      comesUp(draft, heard, facts);
      return true;
    },
  },
};

const OFFICE = new Set(['message', 'billing', 'complaint']);

/** In place of an answer the caller tells of another matter, or of something for the office: that is not lost. */
const comesUp = (draft: Draft, heard: Heard, facts: boolean): void => {
  const { selling } = draft.state;
  const other = tellsOfAnother(draft, heard);
  if (!other && (facts || OFFICE.has(heard.reading.intent)))
    wantMessage(draft, 'after_booking', { text: heard.event.text.trim() });
  if (selling && (other || draft.state.message !== null)) selling.step = 'over';
};
