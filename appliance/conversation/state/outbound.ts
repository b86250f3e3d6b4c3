import type { OutboundPurpose } from '#shared/api/outbound.ts';

/**
 * A call of our own. Who answers may be anybody, so nothing but a first name is spoken before they said that they are the
 * person: it tells a stranger neither where somebody lives nor when we come, and without it nobody could be asked for. After
 * that they have what a forger has not, the telephone on file.
 */
export interface Outbound {
  readonly purpose: OutboundPurpose;
  /** Of the person we ring for; null when it was never confirmed. */
  readonly firstName: string | null;
  /** The visit it is about; null when it is about none. */
  readonly visit: string | null;
  /** They said that they are the person. */
  reached: boolean;
}
