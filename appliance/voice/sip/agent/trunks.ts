import type { Authorizer } from '../auth/authorizer.ts';
import type { SipRequest } from '../parse/message.ts';
import { parseUri } from '../parse/uri.ts';
import { Registration, type RegistrationOptions, type RegistrationView } from '../registration/registration.ts';
import type { Party } from '../session/call.ts';
import type { Codec, SrtpPolicy } from '../session/media.ts';
import { peerFilter } from '../transport/peers.ts';
import { asE164, callerOf, numberRung, sameNumber, type CallerIdHeader } from './caller-id.ts';
import type { Self, Stack } from './stack.ts';

export interface TrunkOptions {
  readonly name: string;
  readonly register: RegistrationOptions | null;
  /** Addresses and CIDR ranges that the carrier calls from. */
  readonly hosts: readonly string[];
  readonly codecs: readonly Codec[];
  readonly srtp: SrtpPolicy;
  readonly callerId: readonly CallerIdHeader[];
  /** Numbers of this trunk: tell apart trunks of one carrier. */
  readonly numbers: readonly string[];
  readonly maxCalls: number | null;
  readonly numberInTo: boolean;
  /** Numbers stay as the carrier writes them. */
  readonly numbersAsSent?: boolean;
}

/** A carrier's trunk: who may call over it, and how calls of it are read and answered. */
export class Trunk {
  readonly name: string;
  readonly stack: Stack;
  readonly registration: Registration | null;
  readonly #options: TrunkOptions;
  readonly #listed: (address: string) => boolean;

  constructor(stack: Stack, options: TrunkOptions) {
    const registration = options.register ? new Registration(stack, options.register) : null;
    this.name = options.name;
    this.registration = registration;
    this.#options = options;
    this.#listed = peerFilter(options.hosts);
    const authorizer: { authorizer?: Authorizer } = registration ? { authorizer: registration.authorizer } : {};
    this.stack = {
      ...stack,
      ...authorizer,
      self: registration ? seenBy(stack.self, registration) : stack.self,
      terms: {
        codecs: options.codecs,
        srtp: options.srtp,
        get carrier() {
          return [...options.hosts, ...(registration?.servers.map(({ address }) => address) ?? [])];
        },
      },
    };
  }

  get maxCalls(): number {
    return this.#options.maxCalls ?? Number.POSITIVE_INFINITY;
  }

  /** Host part of numbers at this carrier: its registrar's; null where there is none. */
  get domain(): string | null {
    return parseUri(`sip:${this.#options.register?.server ?? ''}`)?.host ?? null;
  }

  /** True when this address is the carrier's. */
  has(address: string): boolean {
    return this.#listed(address) || (this.registration?.servers.some((one) => one.address === address) ?? false);
  }

  caller(invite: SipRequest): Party {
    const party = callerOf(invite, this.#options.callerId);
    return { ...party, user: this.#written(party.user) };
  }

  rung(invite: SipRequest): string {
    return this.#written(numberRung(invite, this.registration?.user ?? null, this.#options.numberInTo));
  }

  #written(number: string): string {
    return this.#options.numbersAsSent === true ? number : asE164(number);
  }

  /** How well an INVITE from this carrier fits this trunk of it. */
  fit(invite: SipRequest): number {
    const user = parseUri(invite.uri)?.user;
    if (user !== undefined && user === this.registration?.user) return 2;
    return this.#options.numbers.some((number) => sameNumber(number, this.rung(invite))) ? 1 : 0;
  }
}

/** The trunks of a user agent. */
export class Trunks {
  readonly #trunks: readonly Trunk[];

  constructor(stack: Stack, options: readonly TrunkOptions[]) {
    this.#trunks = options.map((one) => new Trunk(stack, one));
  }

  start(): void {
    for (const trunk of this.#trunks) trunk.registration?.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#trunks.map(async (trunk) => trunk.registration?.stop()));
  }

  mayTalk(address: string): boolean {
    return this.#trunks.some((trunk) => trunk.has(address));
  }

  /** The trunk that an INVITE came over; null when it came from elsewhere. */
  of(invite: SipRequest, address: string): Trunk | null {
    const from = this.#trunks.filter((trunk) => trunk.has(address));
    return from.toSorted((a, b) => b.fit(invite) - a.fit(invite))[0] ?? null;
  }

  named(name: string): Trunk | null {
    return this.#trunks.find((trunk) => trunk.name === name) ?? null;
  }

  views(): { readonly name: string; readonly registration: RegistrationView | null }[] {
    return this.#trunks.map(({ name, registration }) => ({ name, registration: registration?.view() ?? null }));
  }
}

/** Our name on a trunk follows what its registrar sees. */
const seenBy = (self: Self, registration: Registration): Self => ({
  ...self,
  get contact() {
    return registration.contact;
  },
});
