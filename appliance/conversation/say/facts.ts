import type { DecideContext } from '../decide/context.ts';
import { visitMeant } from '../state/existing.ts';
import type { CallState } from '../state/state.ts';
import type { OfferedWindow } from '../tools.ts';
import type { SayFacts } from './phrasebook.ts';

/** What may be spoken of now: the caller's own values, and the records that tools gave back. */
export const factsOf = (state: CallState, context: DecideContext): SayFacts => {
  const { records } = state;
  const byId = (id: string): OfferedWindow | undefined => records.windows.find((window) => window.id === id);
  const taken = state.slots.window?.value;
  return {
    now: context.now,
    zone: context.zone,
    business: context.business,
    playbook: context.playbook,
    slots: state.slots,
    from: state.from,
    wishes: state.wishes,
    offered: records.offered.map(byId).filter((window) => window !== undefined),
    firstDay: records.windows.find((window) => !window.afterHours) ?? null,
    firstAfterHours: records.windows.find((window) => window.afterHours) ?? null,
    chosen: taken === undefined ? null : (byId(taken) ?? null),
    quotes: records.quotes,
    booking: records.booking,
    hold: records.hold ?? null,
    refused: records.refused?.reason ?? null,
    outbound: state.outbound ?? null,
    optedOut: records.optedOut ?? false,
    found: state.existing?.found ?? [],
    visit: visitMeant(state.existing),
    change: state.existing?.change ?? null,
    offer: records.offer ?? null,
    reviewPromised: state.survey?.written?.reviewId != null,
    lineAdded: records.line !== undefined,
    alerted: records.alert !== null,
    messageTaken: records.messages.length > 0,
  };
};
