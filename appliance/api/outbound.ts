import type { Page, PageRequest } from '#shared/api/page.ts';
import type { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';

/** What the API shows of calls that the box makes, and takes of wishes for them. */
export interface OutboundCalls {
  /** Newest first. */
  list(page: PageRequest): Promise<Page<OutboundCallRecord>>;
  /** @throws PilotError `outbound.off` when the owner has named no trunk for it; `outbound.nobody`, `outbound.opted_out` */
  place(call: NewOutboundCall): Promise<OutboundCallRecord>;
  /** @throws PilotError `outbound.unknown`, `outbound.begun` */
  cancel(id: string): Promise<OutboundCallRecord>;
}
