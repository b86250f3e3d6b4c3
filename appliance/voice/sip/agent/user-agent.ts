import { isIPv6 } from 'node:net';
import type { Log } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import { parseUri } from '../parse/uri.ts';
import type { IncomingCall, OutgoingCall } from '../session/call.ts';
import { OutboundSession, type CallRequest } from '../session/outgoing.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { openTransactions } from '../transaction/layer.ts';
import { LOOPBACK, peerFilter } from '../transport/peers.ts';
import { NO_TAP, tapped, type SipTap } from '../transport/tap.ts';
import { openUdp } from '../transport/udp.ts';
import type { Endpoint, Transport } from '../transport/transport.ts';
import { advertised } from './address.ts';
import { Calls } from './calls.ts';
import { dispatcher } from './dispatch.ts';
import { intake, startCounters, type Counters } from './intake.ts';
import type { Self, Stack } from './stack.ts';
import { Trunks, type TrunkOptions } from './trunks.ts';

export interface UserAgentOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
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
  /** In place of a UDP socket on `host` and `port`. */
  readonly transport?: Transport;
}

/** A SIP user agent on one address: it takes calls and makes them. It never touches RTP. */
export interface UserAgent {
  readonly address: Endpoint;
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
 * @throws PilotError `sip_port_taken` and the other codes of `openUdp`; `sip_peer_invalid`
 */
export const openUserAgent = async (options: UserAgentOptions): Promise<UserAgent> => {
  const mayTalk = peerFilter(options.allowed ?? LOOPBACK);
  const tap = options.tap ?? NO_TAP;
  const transport = tapped(options.transport ?? (await openUdp(options.host, options.port)), tap);
  const timers = options.timers ?? systemTimers();
  const { log } = options;
  const counters = startCounters();
  const calls = new Calls();
  const self: Self = {
    host: options.advertisedHost ?? advertised(transport.local.address),
    bound: transport.local.address,
    port: transport.local.port,
    protocol: transport.protocol,
    family: isIPv6(transport.local.address) ? 6 : 4,
    product: options.userAgentName ?? 'Pilotlight',
  };
  let handler: ((call: IncomingCall) => void) | null = null;
  let closing = false;

  const transactions = openTransactions(transport, timers, {
    request: (transaction) => dispatch(transaction),
    ack: (ack) => calls.ofRequest(ack)?.ack(ack),
    response: (response) => calls.ofResponse(response)?.lateResponse(response),
  });
  const stack: Stack = { transactions, timers, log, self, now: options.now ?? Date.now };
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

  transport.onError((error, to) => {
    log.warn({ err: error, peer: to ? `${to.address}:${to.port}` : null }, 'SIP packet could not be sent');
    if (to) transactions.unreachable(to);
  });
  transport.onData(
    intake({
      transport,
      mayTalk: (address) => mayTalk(address) || trunks.mayTalk(address),
      self,
      counters,
      tap,
      log,
      deliver: (message, source) => transactions.receive(message, source),
    }),
  );

  trunks.start();
  return {
    address: { address: self.host, port: self.port },
    counters,
    liveCalls: () => calls.live(),
    kept: () => ({ calls: calls.size, transactions: transactions.count() }),
    trunks: () => trunks.views(),
    onIncoming: (take) => {
      handler = take;
    },
    call: (request) => {
      const target = parseUri(request.target);
      if (target?.scheme !== 'sip') {
        throw new PilotError('sip_target_invalid', `${JSON.stringify(request.target)} is not a sip URI`, {
          fix: 'Write it like sip:100@192.0.2.10:5060.',
        });
      }
      const over = request.trunk === undefined ? stack : trunks.named(request.trunk)?.stack;
      if (!over) {
        throw new PilotError('sip_trunk_unknown', `there is no trunk ${JSON.stringify(request.trunk)}`, {
          fix: 'Name one of sip.trunks.',
        });
      }
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
      await transport.close();
    },
  };
};
