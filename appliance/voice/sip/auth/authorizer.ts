import { randomBytes } from 'node:crypto';
import type { SipResponse } from '../parse/message.ts';
import { challengesOf, credentialsFor, type Challenge } from './challenge.ts';
import type { Credentials } from './digest.ts';

/** Header fields that carry credentials, by name; several realms stand in several lines. */
export type AuthorizationFields = Readonly<Record<string, readonly string[]>>;

interface Known {
  readonly challenge: Challenge;
  readonly cnonce: string;
  count: number;
}

/** So often one request may hear that its nonce has run out. */
const STALE_LIMIT = 3;

/**
 * Keeps what far ends have asked of one set of credentials, so that the next request carries the answer at once with its nonce
 * counted up (RFC 7616 section 3.4, `nc`).
 */
export class Authorizer {
  readonly #credentials: Credentials;
  readonly #newNonce: () => string;
  readonly #known = new Map<string, Known>();

  /** @param newNonce makes our `cnonce` */
  constructor(credentials: Credentials, newNonce: () => string = () => randomBytes(12).toString('hex')) {
    this.#credentials = credentials;
    this.#newNonce = newNonce;
  }

  /** Credentials for a request about to be sent; each call uses the nonces once more. */
  fields(request: { readonly method: string; readonly uri: string }): AuthorizationFields {
    const fields: Record<string, string[]> = {};
    for (const known of this.#known.values()) {
      known.count++;
      const name = known.challenge.proxy ? 'proxy-authorization' : 'authorization';
      (fields[name] ??= []).push(credentialsFor(known.challenge, this.#credentials, request, known));
    }
    return fields;
  }

  /** Begins one request, which may have to be sent several times. */
  begin(): Attempt {
    return new Attempt((challenge) => {
      this.#known.set(keyOf(challenge), { challenge, cnonce: this.#newNonce(), count: 0 });
    });
  }
}

/** One request and the challenges it met. */
export class Attempt {
  readonly #answered = new Set<string>();
  readonly #take: (challenge: Challenge) => void;
  #stale = 0;

  constructor(take: (challenge: Challenge) => void) {
    this.#take = take;
  }

  /**
   * Takes a 401 or 407.
   * @returns true when the request is worth sending again: with credentials it lacked, or with a fresh nonce in place of one
   * that had run out, said by `stale` or, by older servers, by a plain challenge to a remembered one. False: no challenge
   * can be answered, or user and password are wrong.
   */
  again(response: SipResponse): boolean {
    const challenges = challengesOf(response);
    for (const challenge of challenges) {
      if (challenge.stale ? ++this.#stale > STALE_LIMIT : this.#answered.has(keyOf(challenge))) return false;
    }
    for (const challenge of challenges) {
      this.#answered.add(keyOf(challenge));
      this.#take(challenge);
    }
    return challenges.length > 0;
  }
}

const keyOf = (challenge: Challenge): string => `${challenge.proxy ? 'proxy' : 'end'} ${challenge.realm}`;
