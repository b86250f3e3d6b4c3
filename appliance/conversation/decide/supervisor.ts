import { jobAddress, serviceArea } from '../specialists/address.ts';
import { access } from '../specialists/access.ts';
import { booking } from '../specialists/booking.ts';
import { callerEmail } from '../specialists/email.ts';
import { nobodySoon } from '../specialists/emergency.ts';
import { crossSell } from '../specialists/cross-sell.ts';
import { dropping } from '../specialists/dropping.ts';
import { existingJob } from '../specialists/existing.ts';
import { greeting } from '../specialists/greeting.ts';
import { grownUp } from '../specialists/grown-up.ts';
import { handover } from '../specialists/handover.ts';
import { callerName, callerPhone } from '../specialists/identity.ts';
import { intake, acknowledge } from '../specialists/intake.ts';
import { knownCustomer } from '../specialists/known-customer.ts';
import { message } from '../specialists/message.ts';
import { feeOnCall, priceFirst, quote } from '../specialists/quote.ts';
import { doubtful, gravelyDoubtful } from '../specialists/doubt.ts';
import { outboundCall } from '../specialists/outbound.ts';
import { resume } from '../specialists/resume.ts';
import { dangerCheck, lifeSafety, possibleDanger } from '../specialists/safety.ts';
import { holding } from '../specialists/holding.ts';
import { second } from '../specialists/second.ts';
import { scheduling } from '../specialists/scheduling.ts';
import { whichDay } from '../specialists/which-day.ts';
import { wrapUp } from '../specialists/wrap-up.ts';
import { survey } from '../specialists/survey.ts';
import { weigh } from './weigh.ts';
import { end, say, wantMessage, type Draft, type Specialist } from './draft.ts';

const FIRST = [
  lifeSafety,
  greeting,
  outboundCall,
  gravelyDoubtful,
  handover,
  grownUp,
  possibleDanger,
  survey,
  message,
  existingJob,
  resume,
  second,
  crossSell,
  wrapUp,
  holding,
  doubtful,
  priceFirst,
];
const LAST = [callerEmail, dropping, whichDay, serviceArea, nobodySoon, quote, scheduling, access, booking];

/** Danger first, then what cannot wait, then the booking in the order in which callers expect it. */
const routine: readonly Specialist[] = [
  ...FIRST,
  intake,
  dangerCheck,
  feeOnCall,
  callerName,
  callerPhone,
  knownCustomer,
  jobAddress,
  ...LAST,
];

/** In an emergency we first learn where to go and whom to ring. */
const emergency: readonly Specialist[] = [
  ...FIRST,
  intake,
  dangerCheck,
  feeOnCall,
  knownCustomer,
  jobAddress,
  callerPhone,
  callerName,
  ...LAST,
];

export const specialistsFor = (draft: Draft): readonly Specialist[] =>
  draft.state.urgency === 'emergency' ? emergency : routine;

/** Those that speak before the problem is acknowledged, or of something else. */
const SILENT_OF_PROBLEM: ReadonlySet<Specialist> = new Set([
  intake,
  greeting,
  existingJob,
  outboundCall,
  resume,
  survey,
]);

/** No question is worth asking more often, whatever the reason. */
const TURN_LIMIT = 60;

/** Lets the specialists speak until there is a question, a tool to wait for, or an end. */
export const supervise = (draft: Draft): void => {
  const { state } = draft;
  weigh(draft);
  if (state.turn >= TURN_LIMIT && state.message === null) wantMessage(draft, 'too_long');
  for (let step = 0; step < 16 && !draft.settled; step++) {
    const specialist = specialistsFor(draft).find((one) => one.canHandle(draft));
    if (!specialist) break;
    state.phase = specialist.phase;
    if (!SILENT_OF_PROBLEM.has(specialist) && state.slots.problem && !state.safety && !state.message) {
      acknowledge(draft);
    }
    specialist.next(draft);
  }
  if (draft.settled) return;
  say(draft, 'goodbye');
  end(draft, 'abandoned');
};

/** The specialist that takes the answer to the open question. */
export const hearerOf = (draft: Draft) => {
  const act = draft.state.pending?.act;
  if (act === undefined) return null;
  for (const specialist of specialistsFor(draft)) {
    const hears = specialist.hears as
      | Readonly<Record<string, NonNullable<Specialist['hears']>[keyof NonNullable<Specialist['hears']>]>>
      | undefined;
    const hear = hears?.[act];
    if (hear) return hear;
  }
  return null;
};
