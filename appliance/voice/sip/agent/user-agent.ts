import { isIPv6 } from 'node:net';
import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { Via } from '../parse/via.ts';
import type { IncomingCall, OutgoingCall } from '../session/call.ts';
import { OutboundSession, type CallRequest } from '../session/outgoing.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { openTransactions } from '../transaction/layer.ts';
import { LOOPBACK, peerFilter } from '../transport/peers.ts';
import { NO_TAP, tapped, type SipTap } from '../transport/tap.ts';
import { defaultPort, type Endpoint, type Ports, type Protocol, type Target } from '../transport/transport.ts';
import { openDns } from '../locate/dns.ts';
import { ANY_WAY, locator } from '../locate/locate.ts';
import { Outages } from '../locate/outages.ts';
import { advertised } from './address.ts';
import { Calls } from './calls.ts';
import { dispatcher } from './dispatch.ts';
import { intake, startCounters, type Counters } from './intake.ts';
import { stackFor } from './placing.ts';
import { SILENT_FOR_MS } from './send.ts';
import { openSockets, type SocketOptions } from './sockets.ts';
import type { Self, Stack } from './stack.ts';
import { Trunks, type TrunkOptions } from './trunks.ts';

export interface UserAgentOptions extends SocketOptions {
  /** IP addresses and CIDR ranges that may speak to us; loopback when left out. */
  readonly allowed?: readonly string[];
  /** Said in User-Agent and Server. */
  readonly userAgentName?: string;
  /** Calls at a time; one more is answered 503 with Retry-After. */
  readonly maxCalls?: number;
  /** Address told to the far end, when it differs from `host`. */
  readonly advertisedHost?: string;
  /** Carriers; calls from anywhere but these and `allowed` are dropped in silence. */
  readonly trunks?: readonly TrunkOptions[];
  readonly log: Log;
  readonly timers?: Timers;
  /** Epoch ms, for what people are told. */
  readonly now?: () => number;
  /** Is shown every message and what is dropped. */
  readonly tap?: SipTap;
  /** Name servers, IP addresses with or without a port; those of the system when left out. */
  readonly dns?: readonly string[];
}

/** A SIP user agent on one address: it takes calls and makes them. It never touches RTP. */
export interface UserAgent {
  readonly address: Endpoint;
  /** Where each protocol listens, or would. */
  readonly ports: Ports;
  readonly counters: Readonly<Counters>;
  /** Calls that have not ended. */
  liveCalls(): number;
  /** What is kept now: calls of which something is under way, and transactions until their last timer. */
  kept(): { readonly calls: number; readonly transactions: number };
  /** Who takes calls; while there is nobody they are answered 480. */
  onIncoming(handler: (call: IncomingCall) => void): void;
  /** The trunks and how their registrations stand. */
  trunks(): ReturnType<Trunks['views']>;
  /** @throws PilotError `sip_target_invalid`, `sip_trunk_unknown` */
  call(request: CallRequest): OutgoingCall;
  /** Takes the registrations away, ends every call (BYE, CANCEL, 480), waits for the answers up to `graceMs` and closes the socket. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Opens the user agent.
 * @throws PilotError as `openSockets`; `sip_peer_invalid`
 */
export const openUserAgent = async (options: UserAgentOptions): Promise<UserAgent> => {
  const mayTalk = peerFilter(options.allowed ?? LOOPBACK);
  const tap = options.tap ?? NO_TAP;
  const timers = options.timers ?? systemTimers();
  let admit: (address: string, protocol: Protocol) => boolean = () => false;
  const counters = startCounters();
  const sockets = await openSockets(options, timers, (address, protocol) => {
    if (admit(address, protocol)) return true;
    counters.foreign++;
    tap.dropped('foreign', Buffer.from(`a connection by ${protocol}`), { address, port: 0 });
    return false;
  });
  const { bound, ports } = sockets;
  const local = (protocol: Protocol): Endpoint => ({ address: bound.address, port: ports[protocol] });
  const transports = tapped(sockets.transports, tap, local);
  const { log } = options;
  const calls = new Calls();
  const self: Self = {
    host: options.advertisedHost ?? advertised(bound.address),
    bound: bound.address,
    ports,
    listening: sockets.listening,
    protocol: 'UDP',
    family: isIPv6(bound.address) ? 6 : 4,
    product: options.userAgentName ?? 'Pilotlight',
  };
  let handler: ((call: IncomingCall) => void) | null = null;
  let closing = false;

  const transactions = openTransactions(transports, timers, {
    request: (transaction) => dispatch(transaction),
    ack: (ack) => calls.ofRequest(ack)?.ack(ack),
    response: (response) => calls.ofResponse(response)?.lateResponse(response),
  });
  const now = options.now ?? Date.now;
  const stack: Stack = {
    transactions,
    timers,
    log,
    self,
    now,
    locate: locator({
      records: openDns(options.dns ?? [], now),
      family: self.family,
      speaks: (protocol) => transports.speaks(protocol),
      random: Math.random,
    }),
    outages: new Outages(now),
    way: ANY_WAY,
    longByTcp: true,
    mayTalk: (address, protocol) => admit(address, protocol),
  };
  const trunks = new Trunks(stack, options.trunks ?? []);
  const dispatch = dispatcher({
    stack,
    trunks,
    calls,
    counters,
    maxCalls: options.maxCalls ?? 20,
    closing: () => closing,
    handler: () => handler,
  });

  admit = (address, protocol) => mayTalk(address) || trunks.mayTalk(address, protocol);
  const hosts = new Set([self.host, ...trunks.hosts()]);
  transports.onError((error, to) => {
    log.warn({ err: error, peer: to && nameOf(to) }, 'SIP transport failed');
    if (to) transactions.unreachable(to, messageOf(error));
  });
  transports.onLost((peer, error) => {
    if (error) log.info({ cause: error.message, peer: nameOf(peer) }, 'SIP connection broken');
    if (peer.connection === undefined) stack.outages.note(peer, 'silent', SILENT_FOR_MS);
    transactions.unreachable(peer, error?.message ?? 'the far end closed the connection');
    trunks.lost(peer);
  });
  transports.onData(
    intake({
      transport: transports,
      local,
      mayTalk: ({ address, protocol }) => admit(address, protocol),
      isOurs: (via) =>
        hosts.has(via.host) && Object.entries(ports).some(([name, port]) => isAt(via, name as Protocol, port)),
      self,
      counters,
      tap,
      log,
      deliver: (message, source) => transactions.receive(message, source),
    }),
  );

  trunks.start();
  return {
    address: { address: self.host, port: ports.UDP },
    ports,
    counters,
    liveCalls: () => calls.live(),
    kept: () => ({ calls: calls.size, transactions: transactions.count() }),
    trunks: () => trunks.views(),
    onIncoming: (take) => {
      handler = take;
    },
    call: (request) => {
      const over = stackFor(request, stack, trunks);
      const call: OutboundSession = new OutboundSession(over, request, () => calls.remove(call));
      calls.add(call);
      // Handlers are attached before anything can happen.
      queueMicrotask(() => call.start());
      return call;
    },
    close: async (graceMs = 2_000) => {
      closing = true;
      const leaving = trunks.stop();
      calls.hangupAll('closing');
      await new Promise<void>((resolve) => {
        const stop = timers.after(graceMs, resolve);
        const empty = new Promise<void>((done) => {
          calls.whenEmpty(done);
        });
        void Promise.all([empty, leaving]).then(() => {
          stop();
          resolve();
        });
      });
      transactions.close();
      await transports.close();
    },
  };
};

const nameOf = ({ protocol, address, port }: Target): string => `${protocol} ${address}:${port}`;

const isAt = (via: Via, protocol: Protocol, port: number): boolean =>
  via.transport === protocol && (via.port ?? defaultPort(protocol)) === port;
