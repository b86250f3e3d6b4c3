import type { SipResponse } from '../parse/message.ts';
import { parseNameAddr } from '../parse/name-addr.ts';
import { parseUri, type Uri } from '../parse/uri.ts';
import type { Protocol, Target } from '../transport/transport.ts';

type MayTalk = (address: string, protocol: Protocol) => boolean;

/** So many places are tried for one call. */
const MOST = 5;

/**
 * Where 3xx responses send a call of ours: each Contact once, by its q (RFC 3261 section 8.1.3.4). A call is only sent on to the
 * host it was placed to, or to who may talk to us anyway: a far end must not make us ring just anybody, with our credentials.
 */
export class Redirection {
  readonly #host: string;
  readonly #mayTalk: MayTalk;
  readonly #tried: Set<string>;
  #waiting: string[] = [];

  /** @param target Request-URI of the call; @param mayTalk whether an address may talk SIP to us */
  constructor(target: string, mayTalk: MayTalk) {
    this.#host = hostOf(target);
    this.#mayTalk = mayTalk;
    this.#tried = new Set([target]);
  }

  /** Takes the Contacts of a 3xx: they come before what waited. */
  add(response: SipResponse): void {
    const named = response.headers.list('contact').flatMap((value) => {
      const contact = parseNameAddr(value);
      return contact?.uri.scheme === 'sip' || contact?.uri.scheme === 'sips'
        ? [{ uri: plain(contact.uri), q: Number(contact.params.get('q') ?? 1) || 0 }]
        : [];
    });
    this.#waiting.unshift(...named.toSorted((a, b) => b.q - a.q).map(({ uri }) => uri));
  }

  /** The next place; null when there is none left. */
  next(): string | null {
    for (let uri = this.#waiting.shift(); uri !== undefined; uri = this.#waiting.shift()) {
      if (this.#tried.has(uri) || this.#tried.size > MOST) continue;
      this.#tried.add(uri);
      return uri;
    }
    return null;
  }

  /** @param hops all addresses that it may go to */
  mayGo(uri: string, hops: readonly Target[]): boolean {
    return hostOf(uri) === this.#host || hops.every(({ address, protocol }) => this.#mayTalk(address, protocol));
  }
}

const hostOf = (uri: string): string => parseUri(uri)?.host.toLowerCase() ?? '';

/** As a Request-URI: without the headers and the method that a Contact may bring (section 19.1.1). */
const plain = ({ text, headers }: Uri): string =>
  (headers === '' ? text : text.slice(0, text.length - headers.length - 1)).replace(/;method=[^;?]*/i, '');
