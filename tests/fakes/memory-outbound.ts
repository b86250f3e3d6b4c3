import type { OutboundCalls } from '#api/outbound.ts';
import type { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';
import { PilotError } from '#shared/errors.ts';

/** Calls of the box's own held in memory behind the API's interface; off until `on` is set. */
export class MemoryOutbound implements OutboundCalls {
  readonly calls: OutboundCallRecord[] = [];
  on = false;

  async list() {
    return { items: [...this.calls], next: null };
  }

  async place({ purpose, about, who = '' }: NewOutboundCall): Promise<OutboundCallRecord> {
    if (!this.on) throw new PilotError('outbound.off', 'This box makes no calls.', { fix: 'Name a trunk.' });
    const call: OutboundCallRecord = {
      id: `out-${this.calls.length + 1}`,
      direction: 'out',
      to: '+19375550142',
      purpose,
      jobNumber: about.startsWith('J-') ? about : null,
      earlierCall: about.startsWith('J-') ? null : about,
      status: 'waiting',
      outcome: null,
      attempts: [],
      dueAt: 0,
      createdAt: 0,
      requestedBy: who,
    };
    this.calls.push(call);
    return call;
  }

  async cancel(id: string): Promise<OutboundCallRecord> {
    const at = this.calls.findIndex((one) => one.id === id);
    const call = this.calls[at];
    if (!call)
      throw new PilotError('outbound.unknown', 'No such call was asked for.', { fix: 'Take it from the list.' });
    return (this.calls[at] = { ...call, status: 'cancelled' });
  }
}
