import type { Owned } from './office.ts';

/** The answer to a request that created something; its id is a digest of who asked, the route and the key. */
export interface KeptAnswerRow extends Owned {
  route: string;
  /** Sealed JSON: a digest of what was wished, the status and the body. */
  sealed: string;
  created_at: number;
}
