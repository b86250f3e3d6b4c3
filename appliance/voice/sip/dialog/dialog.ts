import {
  callIdOf,
  contactOf,
  cseqOf,
  fromOf,
  fromTag,
  toOf,
  topVia,
  toTag,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../parse/message.ts';
import { parseNameAddr, type NameAddr } from '../parse/name-addr.ts';
import { branchOf, MAGIC_COOKIE } from '../parse/via.ts';

/**
 * What two user agents share about a call (RFC 3261 section 12). A value: each step gives the next one.
 * `local` and `remote` are From/To values without tags.
 */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly local: string;
  readonly remote: string;
  /** URI of the far end's Contact: the Request-URI of what we send. */
  readonly remoteTarget: string;
  /** Route values in the order in which a request of ours visits them. */
  readonly routeSet: readonly string[];
  readonly localSeq: number;
  /** Highest CSeq number received; null while nothing came. */
  readonly remoteSeq: number | null;
}

const withoutTag = (value: string): string => value.replace(/;\s*tag\s*=[^;]*/i, '');

/** A client of RFC 2543, which its branch tells, may leave Contact out: it is reached where From says. */
const contactOfOld = (invite: SipRequest): NameAddr | null => {
  const via = topVia(invite);
  const old = via !== null && !branchOf(via).startsWith(MAGIC_COOKIE) && invite.headers.count('contact') === 0;
  return old ? fromOf(invite) : null;
};

/** The dialog we are called into (section 12.1.1); null when the INVITE has no usable Contact. */
export const dialogAsCallee = (invite: SipRequest, localTag: string): Dialog | null => {
  const contact = contactOf(invite) ?? contactOfOld(invite);
  if (!contact || !fromOf(invite) || !toOf(invite)) return null;
  return {
    callId: callIdOf(invite),
    localTag,
    remoteTag: fromTag(invite),
    local: withoutTag(invite.headers.get('to') ?? ''),
    remote: withoutTag(invite.headers.get('from') ?? ''),
    remoteTarget: contact.uri.text,
    routeSet: invite.headers.list('record-route'),
    localSeq: 0,
    remoteSeq: cseqOf(invite)?.number ?? null,
  };
};

/** The dialog our INVITE made (section 12.1.2): the route set is Record-Route in reverse. Null without Contact or To tag. */
export const dialogAsCaller = (invite: SipRequest, response: SipResponse): Dialog | null => {
  const contact = contactOf(response);
  const remoteTag = toTag(response);
  if (!contact || remoteTag === '') return null;
  return {
    callId: callIdOf(invite),
    localTag: fromTag(invite),
    remoteTag,
    local: withoutTag(invite.headers.get('from') ?? ''),
    remote: withoutTag(response.headers.get('to') ?? ''),
    remoteTarget: contact.uri.text,
    routeSet: response.headers.list('record-route').toReversed(),
    localSeq: cseqOf(invite)?.number ?? 1,
    remoteSeq: null,
  };
};

/** Takes a request's CSeq; null when it is lower than one seen before, which is answered 500 (section 12.2.2). */
export const takeSequence = (dialog: Dialog, request: SipRequest): Dialog | null => {
  const number = cseqOf(request)?.number ?? 0;
  if (dialog.remoteSeq !== null && number < dialog.remoteSeq) return null;
  return { ...dialog, remoteSeq: number };
};

/** A re-INVITE, or the 2xx to ours, may move the far end (section 12.2.1.2, 12.2.2). */
export const refreshTarget = (dialog: Dialog, message: SipMessage): Dialog => {
  const contact = contactOf(message);
  return contact ? { ...dialog, remoteTarget: contact.uri.text } : dialog;
};

export const nextSequence = (dialog: Dialog): Dialog => ({ ...dialog, localSeq: dialog.localSeq + 1 });

/** Request-URI, Route values and the URI whose host the request is sent to. */
export interface Heading {
  readonly uri: string;
  readonly routes: readonly string[];
  readonly hop: string;
}

/** Loose and strict routers as section 12.2.1.1 has them. */
export const headingOf = (dialog: Dialog): Heading => {
  const [first, ...rest] = dialog.routeSet;
  const router = first === undefined ? null : parseNameAddr(first);
  if (first === undefined || !router) return { uri: dialog.remoteTarget, routes: [], hop: dialog.remoteTarget };
  if (router.uri.params.has('lr')) return { uri: dialog.remoteTarget, routes: dialog.routeSet, hop: router.uri.text };
  return { uri: router.uri.text, routes: [...rest, `<${dialog.remoteTarget}>`], hop: router.uri.text };
};
