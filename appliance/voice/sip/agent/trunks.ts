import { isIP } from 'node:net';
import type { Authorizer } from '../auth/authorizer.ts';
import type { SipRequest } from '../parse/message.ts';
import { Registration, type RegistrationOptions, type RegistrationView } from '../registration/registration.ts';
import type { Party } from '../session/call.ts';
import type { Codec, SrtpPolicy } from '../session/media.ts';
import { Reach, type ReachView } from '../registration/reach.ts';
import { peerFilter } from '../transport/peers.ts';
import type { Protocol, Target } from '../transport/transport.ts';
import { parseHostPort, parseUri } from '../parse/uri.ts';
import { asE164, callerOf, numberRung, sameNumber, type CallerIdHeader } from './caller-id.ts';
import { KnownAddresses } from './known-addresses.ts';
import type { Self, Stack } from './stack.ts';

export interface TrunkOptions {
  readonly name: string;
  readonly register: RegistrationOptions | null;
  /** Host, or `host:port`, of a carrier without registration: asked by OPTIONS whether it is there; its addresses may call. */
  readonly server: string | null;
  /** False: no OPTIONS are sent. */
  readonly keepAlive: boolean;
  /** Null: as the carrier's domain prefers (RFC 3263 section 4.1). */
  readonly protocol: Protocol | null;
  readonly tls: { readonly serverName: string | null; readonly ca: string | null };
  /** Address that this carrier is told; null: that of the user agent, or as a registrar sees us. */
  readonly advertise: string | null;
  /** Whether requests of more than 1300 bytes may try TCP (RFC 3261 section 18.1.1). */
  readonly longByTcp: boolean;
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
  readonly #reach: Reach | null;
  readonly #known: KnownAddresses;

  constructor(common: Stack, options: TrunkOptions) {
    const stack = over(common, options);
    const registration = options.register ? new Registration(stack, options.register) : null;
    const known = registration?.known ?? new KnownAddresses(stack.now);
    this.#known = known;
    const asked = { server: options.server ?? '', keepAlive: options.keepAlive && !registration };
    this.#reach = options.server === null ? null : new Reach(stack, asked, (servers) => known.note(servers));
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
          return [...options.hosts, ...known.all()];
        },
      },
    };
  }

  get maxCalls(): number {
    return this.#options.maxCalls ?? Number.POSITIVE_INFINITY;
  }

  /** Host part of numbers at this carrier; null where it has no name here. */
  get domain(): string | null {
    return serverOf(this.#options)?.host ?? null;
  }

  start(): void {
    this.registration?.start();
    this.#reach?.start();
  }

  async stop(): Promise<void> {
    this.#reach?.stop();
    await this.registration?.stop();
  }

  view(): TrunkView {
    return {
      name: this.name,
      registration: this.registration?.view() ?? null,
      reach: this.registration ? null : (this.#reach?.view() ?? null),
    };
  }

  /** True when this address is the carrier's. */
  has(address: string): boolean {
    return this.#listed(address) || this.#known.has(address);
  }

  /** Whether the carrier may speak by this protocol: with TLS agreed on, whoever comes in the clear may be anyone. */
  takes(protocol: Protocol): boolean {
    return this.#options.protocol !== 'TLS' || protocol === 'TLS';
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
    for (const trunk of this.#trunks) trunk.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#trunks.map((trunk) => trunk.stop()));
  }

  mayTalk(address: string, protocol: Protocol): boolean {
    return this.#trunks.some((trunk) => trunk.has(address) && trunk.takes(protocol));
  }

  /** Addresses that carriers are told, where they differ from the user agent's. */
  hosts(): string[] {
    return this.#trunks.map((trunk) => trunk.stack.self.host);
  }

  /** A connection ended. */
  lost(peer: Target): void {
    for (const trunk of this.#trunks) trunk.registration?.lost(peer);
  }

  /** The trunk that an INVITE came over; null when it came from elsewhere. */
  of(invite: SipRequest, { address, protocol }: Target): Trunk | null {
    const from = this.#trunks.filter((trunk) => trunk.has(address) && trunk.takes(protocol));
    return from.toSorted((a, b) => b.fit(invite) - a.fit(invite))[0] ?? null;
  }

  named(name: string): Trunk | null {
    return this.#trunks.find((trunk) => trunk.name === name) ?? null;
  }

  views(): TrunkView[] {
    return this.#trunks.map((trunk) => trunk.view());
  }
}

export interface TrunkView {
  readonly name: string;
  readonly registration: RegistrationView | null;
  readonly reach: ReachView | null;
}

const serverOf = ({ register, server }: TrunkOptions): { readonly host: string } | null =>
  parseHostPort(register?.server ?? server ?? '');

/** The stack as this trunk has it: by which protocol, whose certificate, and under which address of ours. */
const over = (stack: Stack, options: TrunkOptions): Stack => {
  const { protocol, tls, advertise } = options;
  const server = serverOf(options)?.host ?? '';
  return {
    ...stack,
    way: { protocol, ...tls, domain: server === '' || isIP(server) ? null : server },
    longByTcp: options.longByTcp,
    self: {
      ...stack.self,
      protocol: protocol ?? 'UDP',
      ...(advertise === null ? {} : { host: advertise, fixed: true }),
    },
  };
};

/** Our name on a trunk follows what its registrar sees. */
const seenBy = (self: Self, registration: Registration): Self => ({
  ...self,
  get protocol() {
    return registration.protocol;
  },
  get contact() {
    return registration.contact;
  },
});
