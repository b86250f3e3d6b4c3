import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import { cseqOf, topVia, type SipMessage } from '../parse/message.ts';
import { isKeepAlive, parseMessage, type Parsed, type ParseFailure } from '../parse/reader.ts';
import type { Via } from '../parse/via.ts';
import { writeMessage } from '../parse/writer.ts';
import { returnPath, stampSource } from '../transport/return-path.ts';
import type { SipTap } from '../transport/tap.ts';
import { isReliable, type DataHandler, type Endpoint, type Protocol, type Target } from '../transport/transport.ts';
import type { Transports } from '../transport/transports.ts';
import { responseTo } from './responses.ts';
import { newToken, type Self } from './stack.ts';

/** What came in since the start. */
export interface Counters {
  /** Datagrams from allowed peers. */
  received: number;
  /** Datagrams and connections of anyone else, dropped in silence. */
  foreign: number;
  /** Datagrams that are no SIP message we can work with. */
  malformed: number;
  /** Messages whose handling threw: a defect of ours, survived. */
  failed: number;
  /** Calls turned away because all places were taken. */
  turnedAway: number;
}

export const startCounters = (): Counters => ({ received: 0, foreign: 0, malformed: 0, failed: 0, turnedAway: 0 });

/** So many are logged one by one, then each so-many-th. */
const LOG_EACH = 100;

interface Surroundings {
  readonly transport: Pick<Transports, 'send'>;
  /** Our end of what came by a protocol. */
  readonly local: (protocol: Protocol) => Endpoint;
  readonly mayTalk: (source: Target) => boolean;
  /** Whether a Via names us. */
  readonly isOurs: (via: Via) => boolean;
  readonly self: Self;
  readonly counters: Counters;
  readonly tap: SipTap;
  readonly log: Log;
  readonly deliver: (message: SipMessage, source: Target) => void;
}

/**
 * The gate every datagram passes: peer filter, parser, source stamp. Nothing that comes over the wire throws out of it,
 * and nothing from a stranger is answered.
 */
export const intake = (around: Surroundings): DataHandler => {
  const { counters, log, tap, transport } = around;
  const malformed = (cause: string, source: Target): void => {
    counters.malformed++;
    // A peer that sends nothing else must not fill the disk.
    if (counters.malformed > LOG_EACH && counters.malformed % LOG_EACH !== 0) return;
    log.warn(
      { cause, peer: `${source.address}:${source.port}`, total: counters.malformed },
      'malformed SIP packet dropped',
    );
  };
  const wayOf = (peer: Target): Parameters<SipTap['message']>[2] => ({
    transport: peer.protocol,
    local: around.local(peer.protocol),
    peer,
  });
  /** Section 18.1.2: the top Via of a response is ours. */
  const answersUs = (message: SipMessage): boolean => {
    const via = topVia(message);
    return via !== null && around.isOurs(via) && cseqOf(message) !== null;
  };
  return (data, source, fault) => {
    if (!around.mayTalk(source)) {
      counters.foreign++;
      tap.dropped('foreign', data, source);
      return;
    }
    counters.received++;
    if (!isReliable(source.protocol) && isKeepAlive(data)) return;
    try {
      const read = parseMessage(data);
      const parsed = fault === undefined ? read : unframed(read, fault);
      if (!parsed.ok) {
        malformed(parsed.cause, source);
        if (!parsed.request) return tap.dropped('malformed', data, source);
        tap.message('in', data, wayOf(source));
        stampSource(parsed.request, source);
        const response = responseTo(parsed.request, parsed.status, {
          product: around.self.product,
          toTag: newToken(5),
          ...(parsed.status === 400 ? { reason: `Bad Request: ${parsed.cause}` } : {}),
        });
        transport.send(writeMessage(response), returnPath(parsed.request, source));
        return;
      }
      tap.message('in', data, wayOf(source));
      if (parsed.message.kind === 'request') stampSource(parsed.message, source);
      else if (!answersUs(parsed.message)) return malformed('a response whose Via is not ours', source);
      around.deliver(parsed.message, source);
    } catch (error) {
      counters.failed++;
      log.error({ err: error, cause: messageOf(error) }, 'SIP message could not be handled');
    }
  };
};

/** A message of a stream whose end nobody knows: answered if it is a request, and never acted upon (RFC 3261 section 18.3). */
const unframed = (read: Parsed, cause: string): ParseFailure => {
  if (!read.ok) return { ...read, cause };
  const request = read.message.kind === 'request' && read.message.method !== 'ACK' ? read.message : null;
  return { ok: false, cause, status: 400, request };
};
