import { KnownAddresses } from '../agent/known-addresses.ts';
import { sendRequest } from '../agent/send.ts';
import { contactUri, makeRequest, newToken, type Self, type Stack } from '../agent/stack.ts';
import { Authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/digest.ts';
import { secondsOf, type SipResponse } from '../parse/message.ts';
import { parseHostPort, writeHost } from '../parse/uri.ts';
import { reasonPhrase } from '../parse/reasons.ts';
import { drive, type Drive } from '../transaction/drive.ts';
import { sameTarget, type Protocol, type Target } from '../transport/transport.ts';
import { grantedTo } from './bindings.ts';
import { KEEP_ALIVE_MS, ping } from './keep-alive.ts';
import { nextRegistration, registrationStart, type RegistrationInput, type RegistrationState } from './machine.ts';
import { MOVE_EACH_MS, Vantage } from './vantage.ts';

export interface RegistrationOptions extends Credentials {
  /** Host, or `host:port`, of the registrar. */
  readonly server: string;
  /** Seconds to ask for. */
  readonly expires: number;
  /** False: no OPTIONS between the REGISTERs. */
  readonly keepAlive?: boolean;
}

/** What a person wants to know of a registration. Instants in epoch ms. */
export interface RegistrationView {
  readonly status: 'starting' | 'registered' | 'failing' | 'stopped';
  readonly since: number | null;
  /** When the binding ends unless it is renewed before. */
  readonly until: number | null;
  /** The latest failure, kept until a REGISTER succeeds. */
  readonly failure: { readonly at: number; readonly cause: string; readonly nextTryAt: number } | null;
}

/** Keeps one binding at one registrar from `start` to `stop`. */
export class Registration {
  readonly aor: string;
  /** User part of our address of record and Contact, without escapes. */
  readonly user: string;
  readonly authorizer: Authorizer;
  readonly #stack: Stack;
  readonly #uri: string;
  readonly #callId: string;
  readonly #tag = newToken(5);
  readonly #user: string;
  readonly #machine: Drive<RegistrationState, RegistrationInput>;
  readonly #random: () => number;
  readonly #keepsAlive: boolean;
  readonly #known: KnownAddresses;
  #cseq = 0;
  #servers: readonly Target[] = [];
  /** The one that answered last. */
  #at: Target | null = null;
  readonly #vantage: Vantage;
  /** A Contact that the registrar may still hold and that is ours no more. */
  #former: string | null = null;
  #bound: string | null = null;
  #since: number | null = null;
  #until: number | null = null;
  #failure: RegistrationView['failure'] = null;
  #cause = '';
  #stopPing: (() => void) | null = null;
  #stopWait: (() => void) | null = null;
  #lostAt = Number.NEGATIVE_INFINITY;
  #onGone: (() => void)[] = [];

  /** @param random in [0, 1), for the waits */
  constructor(stack: Stack, options: RegistrationOptions, random: () => number = Math.random) {
    const server = parseHostPort(options.server);
    const host = server ? `${writeHost(server.host)}${server.port === null ? '' : `:${server.port}`}` : options.server;
    this.#stack = stack;
    this.#random = random;
    this.#known = new KnownAddresses(stack.now);
    this.#keepsAlive = options.keepAlive ?? true;
    this.#uri = `sip:${host}`;
    this.user = options.user;
    this.#user = options.user.replaceAll(/[^\w\-.!~*'()&=+$,;?/]/g, encodeURIComponent);
    this.aor = `sip:${this.#user}@${server ? writeHost(server.host) : options.server}`;
    this.#callId = `${newToken()}@${stack.self.host}`;
    this.authorizer = new Authorizer(options);
    this.#vantage = new Vantage(stack.self, stack.now);
    this.#machine = drive({
      start: registrationStart(options.expires),
      timers: stack.timers,
      next: (state, input: RegistrationInput) => nextRegistration(state, input, this.#random()),
      fired: (timer): RegistrationInput => ({ kind: 'timer', timer: timer as 'retry' }),
      effect: (effect) => {
        if (effect.do === 'send') this.#send(effect.expires);
        else if (effect.do === 'bound') this.#tellBound(effect.seconds);
        else if (effect.do === 'failed') this.#tellFailed(effect.waitMs);
        else if (effect.do === 'lapsed') this.#tellLapsed();
        else if (effect.do === 'gone') this.#tellGone();
      },
    });
  }

  /** Where the registrar sees us: the host and port for our Contact on this trunk. */
  get contact(): { readonly user: string; readonly host: string; readonly port: number } {
    const { address, port } = this.#vantage.seen;
    return { user: this.#user, host: address, port };
  }

  /** By which the registrar is reached, and is to reach us. */
  get protocol(): Protocol {
    return this.#stack.way.protocol ?? this.#at?.protocol ?? this.#servers[0]?.protocol ?? 'UDP';
  }

  /** The registrar's addresses: calls of this trunk come from there. */
  get known(): KnownAddresses {
    return this.#known;
  }

  view(): RegistrationView {
    const { at, held } = this.#machine.state();
    const stopped = at === 'idle' || at === 'leaving' || at === 'gone';
    const status = stopped ? 'stopped' : held ? 'registered' : this.#failure ? 'failing' : 'starting';
    return { status, since: this.#since, until: this.#until, failure: this.#failure };
  }

  start(): void {
    this.#machine.input({ kind: 'start' });
  }

  /** Takes the binding away; resolves when the registrar has answered, or when 64*T1 have gone by without. */
  async stop(): Promise<void> {
    this.#stopPing?.();
    this.#stopWait?.();
    await new Promise<void>((resolve) => {
      this.#onGone.push(resolve);
      this.#machine.input({ kind: 'stop' });
      if (this.#machine.state().at === 'gone') resolve();
    });
  }

  /** A connection ended: where it was the way to the registrar, calls can no longer come by it. */
  lost(peer: Target): void {
    if (!this.#at || !sameTarget(this.#at, peer) || this.view().status === 'stopped') return;
    this.#stopWait?.();
    const since = this.#stack.now() - this.#lostAt;
    this.#stopWait = this.#stack.timers.after(Math.max(0, MOVE_EACH_MS - since), () => {
      this.#lostAt = this.#stack.now();
      this.#vantage.expectMove();
      this.#machine.input({ kind: 'moved' });
    });
  }

  #send(expires: number): void {
    const { locate, way } = this.#stack;
    const ask = (): void => this.#ask(expires, this.authorizer.begin());
    if (way.protocol !== null || this.#servers.length > 0) return ask();
    // Our Contact says by what we are to be called, and that is for the registrar's domain to choose.
    const found = (servers: readonly Target[]): void => {
      this.#servers = servers;
      ask();
    };
    locate(this.#uri, way, found, (cause) => this.#silent(cause));
  }

  #ask(expires: number, attempt: ReturnType<Authorizer['begin']>): void {
    const self: Self = { ...this.#stack.self, protocol: this.protocol, contact: this.contact };
    const contact = contactUri(self);
    if (this.#bound !== null && this.#bound !== contact) this.#former = this.#bound;
    const request = makeRequest(this.#stack.self, {
      method: 'REGISTER',
      uri: this.#uri,
      from: `<${this.aor}>;tag=${this.#tag}`,
      to: `<${this.aor}>`,
      callId: this.#callId,
      cseq: ++this.#cseq,
      fields: {
        contact: [
          `<${contact}>;expires=${expires}`,
          ...(this.#former === null || this.#former === contact ? [] : [`<${this.#former}>;expires=0`]),
        ],
        expires: String(expires),
        ...this.authorizer.fields({ method: 'REGISTER', uri: this.#uri }),
      },
    });
    const sent = sendRequest(this.#near(), request, this.#uri, {
      located: (servers) => {
        this.#servers = servers;
        this.#known.note(servers);
      },
      response: (response) => {
        if (response.status < 200) return;
        this.#at = sent.latest()?.to ?? null;
        const moved = this.#look(response) || this.protocol !== self.protocol;
        const challenged = response.status === 401 || response.status === 407;
        if (challenged && attempt.again(response)) return this.#ask(expires, attempt);
        this.#answered(response, expires, contact);
        if (moved) this.#machine.input({ kind: 'moved' });
      },
      failure: (cause, detail) => {
        this.#at = null;
        if (cause === 'timeout') this.#silent('the registrar did not answer');
        else if (cause === 'transport') this.#silent(`the registrar cannot be reached: ${detail}`);
        else this.#silent(detail);
      },
    });
  }

  /** The registrar that holds the binding is asked before its equals. */
  #near(): Stack {
    return this.#at ? { ...this.#stack, near: this.#at } : this.#stack;
  }

  #answered(response: SipResponse, asked: number, contact: string): void {
    const { status } = response;
    const granted = status < 300 && asked > 0 ? grantedTo(response, contact, asked) : 0;
    this.#cause = status < 300 ? 'the registrar did not list our address' : `${status} ${said(response)}`;
    if (granted > 0) {
      this.#bound = contact;
      this.#former = null;
    }
    this.#machine.input({
      kind: 'answer',
      status,
      granted,
      minExpires: secondsOf(response, 'min-expires'),
      retryAfter: secondsOf(response, 'retry-after'),
    });
  }

  #silent(cause: string): void {
    this.#cause = cause;
    this.#machine.input({ kind: 'silence' });
  }

  /** Takes note of where the registrar sees us. @returns true when that is elsewhere than before */
  #look(response: SipResponse): boolean {
    if (!this.#vantage.look(response, this.protocol)) return false;
    const { address, port } = this.#vantage.seen;
    this.#stack.log.info({ contact: `${address}:${port}`, registrar: this.#uri }, 'SIP contact address');
    return true;
  }

  #keepAlive(): void {
    this.#stopPing?.();
    if (!this.#keepsAlive) return;
    this.#stopPing = this.#stack.timers.after(KEEP_ALIVE_MS, () => {
      ping(this.#near(), { uri: this.#uri, aor: this.aor }, (response) => {
        if (this.#machine.state().at !== 'bound') return;
        if (!response || this.#look(response)) this.#machine.input({ kind: 'moved' });
        else this.#keepAlive();
      });
    });
  }

  #tellBound(seconds: number): void {
    const now = this.#stack.now();
    if (this.#since === null) this.#stack.log.info({ registrar: this.#uri, seconds }, 'SIP registered');
    this.#since ??= now;
    this.#until = now + seconds * 1000;
    this.#failure = null;
    this.#keepAlive();
  }

  #tellFailed(waitMs: number): void {
    const at = this.#stack.now();
    this.#failure = { at, cause: this.#cause, nextTryAt: at + waitMs };
    this.#stack.log.warn({ registrar: this.#uri, cause: this.#cause, waitMs }, 'SIP registration failed');
  }

  #tellLapsed(): void {
    this.#since = null;
    this.#until = null;
    this.#bound = null;
    this.#stack.log.error({ registrar: this.#uri, cause: this.#cause }, 'SIP registration ran out: no call can come');
  }

  #tellGone(): void {
    this.#since = null;
    this.#until = null;
    for (const tell of this.#onGone) tell();
    this.#onGone = [];
  }
}

const said = (response: SipResponse): string => response.reason || reasonPhrase(response.status);
