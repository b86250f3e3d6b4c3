import type { AlertRecord } from '#shared/api/alerts.ts';

/** What the API shows of alerts, and how somebody takes one. */
export interface Alerts {
  /** Open ones first, then the newest. */
  list(): Promise<readonly AlertRecord[]>;
  /**
   * Somebody takes it: nobody further is told. The first who does stands.
   * @param by.via `console`, `terminal`
   * @throws PilotError `alert.unknown`
   */
  acknowledge(id: string, by: { readonly who: string; readonly via: string }): Promise<AlertRecord>;
}
