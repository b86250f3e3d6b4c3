import type { SipRequest } from '../parse/message.ts';
import { parseParams } from '../parse/tokens.ts';

/** The dialog that an INVITE is to take the place of, as we know it (RFC 3891 section 6.1). */
export interface Replaces {
  readonly callId: string;
  /** Our tag, and that of the far end. */
  readonly localTag: string;
  readonly remoteTag: string;
  /** Only while it rings. */
  readonly earlyOnly: boolean;
}

/** @returns null when the INVITE replaces nothing; `malformed` when it cannot be read, or names several dialogs */
export const replacesOf = (invite: SipRequest): Replaces | null | 'malformed' => {
  const [value, another] = invite.headers.all('replaces');
  if (value === undefined) return null;
  const semicolon = value.indexOf(';');
  const callId = (semicolon < 0 ? value : value.slice(0, semicolon)).trim();
  const params = parseParams(semicolon < 0 ? '' : value.slice(semicolon + 1));
  const [localTag, remoteTag] = [params.get('to-tag') ?? '', params.get('from-tag') ?? ''];
  if (another !== undefined || callId === '' || localTag === '' || remoteTag === '') return 'malformed';
  return { callId, localTag, remoteTag, earlyOnly: params.has('early-only') };
};
