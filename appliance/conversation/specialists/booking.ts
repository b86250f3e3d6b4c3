import { english } from '../language/en-US/templates/phrasebook.ts';
import { callTool, say, wantMessage, type Draft, type Specialist } from '../decide/draft.ts';
import { EMPTY_ADDRESS, fullName, type Slot } from '../state/slots.ts';
import type { BookingTerms, ToolOutcome, VisitDetails } from '../tools.ts';
import { matterKey } from './second.ts';
import { kindOf, lookAgain, playbookType, quoteRules, serviceTypeOf } from './quote.ts';

/** Facts that were not settled, with their place in the recording, so that a person can listen. */
const unsettled = (draft: Draft): VisitDetails['unconfirmed'] => {
  const { name, phone, email, address, gateCode, alarmCode } = draft.state.slots;
  const facts: readonly (readonly [string, Slot<unknown> | undefined])[] = [
    ['name', name],
    ['phone', phone],
    ['email', email],
    ['address', address],
    ['gateCode', gateCode],
    ['alarmCode', alarmCode],
  ];
  return facts.flatMap(([slot, fact]) =>
    fact === undefined || fact.state === 'confirmed'
      ? []
      : [{ slot, heard: fact.evidence.heard, offsetMs: fact.evidence.startMs }],
  );
};

/** What the job will hold. */
export const visitDetails = (draft: Draft): VisitDetails => {
  const { slots, urgency, records } = draft.state;
  const address = slots.address?.value ?? EMPTY_ADDRESS;
  return {
    serviceType: serviceTypeOf(draft),
    problem: slots.problem?.value.text ?? '',
    details: [
      ...(slots.problem?.value.details ?? []),
      ...(slots.technician === undefined ? [] : [`asked for ${slots.technician.value}`]),
      ...(address.corner === undefined ? [] : [`at the corner of ${address.corner}`]),
      ...(slots.danger?.value === 'none' ? [(draft.context.phrasebook ?? english).noDangerNote] : []),
    ],
    urgency,
    contact: {
      name: slots.name ? fullName(slots.name.value) : '',
      nameConfirmed: slots.name?.state === 'confirmed',
      phone: slots.phone?.value ?? '',
      phoneConfirmed: slots.phone?.state === 'confirmed',
      ...(slots.email === undefined
        ? {}
        : { email: { address: slots.email.value, confirmed: slots.email.state === 'confirmed' } }),
      ...(slots.extension === undefined ? {} : { extension: slots.extension.value }),
    },
    location: {
      houseNumber: address.houseNumber ?? '',
      street: address.street ?? '',
      unit: address.unit,
      city: address.city ?? '',
      state: address.state ?? '',
      zip: address.zip ?? records.area?.zip ?? null,
      confirmed: slots.address?.state === 'confirmed',
    },
    ...(slots.technician === undefined ? {} : { technician: slots.technician.value }),
    gateCode: slots.gateCode?.value ?? null,
    alarmCode: slots.alarmCode?.value ?? null,
    access: slots.access?.value ?? null,
    pets: slots.pets?.value ?? null,
    unconfirmed: unsettled(draft),
  };
};

const bookingTerms = (draft: Draft): BookingTerms => ({
  ...quoteRules(draft),
  licenceNumber: draft.context.playbook.rules.licenceNumber,
  cancellationNotice: owesCancelRight(draft),
});

/**
 * Whether the caller is told of the right to cancel: where more than what was asked for may be sold at the door, as on
 * an estimate or an installation, or always, as the shop's state has it.
 */
export const owesCancelRight = (draft: Draft): boolean => {
  const price = playbookType(draft)?.price;
  return draft.context.playbook.rules.cancellationNotice === 'always' || price === 'estimate' || price === 'from';
};

/** Everything is known and agreed: book, once. */
export const booking: Specialist = {
  phase: 'booking',
  canHandle: ({ state }) => state.records.booking === null,
  next: (draft) => {
    const { state } = draft;
    const window = state.records.windows.find((entry) => entry.id === state.slots.window?.value);
    if (!window) {
      delete state.slots.window;
      return;
    }
    const { quotes } = state.records;
    const quote = kindOf(window) === 'after_hours' ? quotes.afterHours : quotes.day;
    callTool(draft, {
      name: 'book_visit',
      key: `book-${matterKey(draft)}${state.bookingFailures + 1}`,
      args: {
        windowId: window.id,
        ...(window.further?.length ? { further: window.further.map(({ id }) => id) } : {}),
        quoteId: quote?.id ?? null,
        visit: visitDetails(draft),
        terms: bookingTerms(draft),
      },
    });
  },
};

/** What came of the booking. A window lost to another caller is not offered again, and what else is left is looked up anew. */
export const keepBooking = (draft: Draft, outcome: Extract<ToolOutcome, { name: 'book_visit' }>): void => {
  const { state } = draft;
  if (outcome.ok) {
    state.records.booking = outcome.result;
    state.records.alert ??= outcome.result.alertId ?? null;
    state.outcome ??= 'booked';
    if (state.slots.window) state.slots.window.state = 'confirmed';
    return;
  }
  state.bookingFailures += 1;
  const lost = state.slots.window?.value;
  delete state.slots.window;
  if (outcome.error === 'window_taken' && state.bookingFailures < 4) {
    say(draft, 'window_taken');
    lookAgain(draft, lost);
    return;
  }
  say(draft, 'cannot_book');
  wantMessage(draft, 'booking_failed');
};
