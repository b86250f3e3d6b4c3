import { dialogAsCallee, type Dialog } from '../dialog/dialog.ts';
import { contentType, type SipRequest } from '../parse/message.ts';
import { parseUri } from '../parse/uri.ts';
import type { MediaTerms } from '../session/media.ts';
import { answerTimer } from '../session/session-timer.ts';
import { readSdp, type ReadSdp } from '../session/sdp-reader.ts';
import { ACCEPT, SUPPORTED } from './stack.ts';

/** Why a request is turned down, as a response. */
export interface Refusal {
  readonly status: number;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What every request outside a dialog must pass (RFC 3261 section 8.2); null when it passes. */
export const inspect = (request: SipRequest, merged: boolean): Refusal | null => {
  const uri = parseUri(request.uri);
  if (!uri || uri.headers !== '') return { status: 400 };
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips' && uri.scheme !== 'tel') return { status: 416 };
  if (merged) return { status: 482 };
  return unsupported(request);
};

const EXTENSIONS: ReadonlySet<string> = new Set(SUPPORTED.split(', '));

/** Section 8.2.2.3. */
export const unsupported = (request: SipRequest): Refusal | null => {
  const required = request.headers.list('require').filter((tag) => !EXTENSIONS.has(tag.toLowerCase()));
  return required.length === 0 ? null : { status: 420, fields: { unsupported: required.join(', ') } };
};

export interface Admitted {
  readonly dialog: Dialog;
  /** Null: the caller leaves the offer to us. */
  readonly sdp: ReadSdp | null;
}

/** Reads an INVITE into the dialog and offer of a new call, or says why not. */
export const admit = (invite: SipRequest, localTag: string, terms?: MediaTerms): Admitted | Refusal => {
  const dialog = dialogAsCallee(invite, localTag);
  if (!dialog)
    return { status: 400, fields: { warning: '399 pilotlight "the Contact header is missing or cannot be read"' } };
  if (!takesSdp(invite)) return { status: 406, fields: { accept: ACCEPT } };
  const timer = answerTimer(invite);
  if (timer.tooShort) return { status: 422, fields: timer.fields };
  if (invite.body.length === 0) return { dialog, sdp: null };
  const encoding = invite.headers.get('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return { status: 415, fields: { 'accept-encoding': 'identity' } };
  if (contentType(invite) !== ACCEPT) return { status: 415, fields: { accept: ACCEPT } };
  const sdp = readSdp(invite.body, terms);
  if ('cause' in sdp)
    return { status: sdp.status, fields: { warning: `${sdp.status === 488 ? 305 : 399} pilotlight "${sdp.cause}"` } };
  return { dialog, sdp };
};

/** Section 20.1: without Accept the answer is SDP; with it, SDP must be among what is named. */
const takesSdp = (invite: SipRequest): boolean => {
  const ranges = invite.headers.list('accept').map((range) => (range.split(';')[0] ?? '').trim().toLowerCase());
  return ranges.length === 0 || ranges.some((range) => [ACCEPT, 'application/*', '*/*'].includes(range));
};
