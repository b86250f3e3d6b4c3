import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import { cseqOf, topVia, type SipMessage } from '../parse/message.ts';
import { isKeepAlive, parseMessage } from '../parse/reader.ts';
import { writeMessage } from '../parse/writer.ts';
import { returnPath, stampSource } from '../transport/return-path.ts';
import type { SipTap } from '../transport/tap.ts';
import type { Endpoint, Transport } from '../transport/transport.ts';
import { responseTo } from './responses.ts';
import { newToken, type Self } from './stack.ts';

/** What came in since the start. */
export interface Counters {
  /** Datagrams from allowed peers. */
  received: number;
  /** Datagrams from anyone else, dropped in silence. */
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
  readonly transport: Transport;
  readonly mayTalk: (address: string) => boolean;
  readonly self: Self;
  readonly counters: Counters;
  readonly tap: SipTap;
  readonly log: Log;
  readonly deliver: (message: SipMessage, source: Endpoint) => void;
}

/**
 * The gate every datagram passes: peer filter, parser, source stamp. Nothing that comes over the wire throws out of it,
 * and nothing from a stranger is answered.
 */
export const intake = (around: Surroundings): ((data: Buffer, source: Endpoint) => void) => {
  const { counters, log, tap, transport } = around;
  const malformed = (cause: string, source: Endpoint): void => {
    counters.malformed++;
    // A peer that sends nothing else must not fill the disk.
    if (counters.malformed > LOG_EACH && counters.malformed % LOG_EACH !== 0) return;
    log.warn(
      { cause, peer: `${source.address}:${source.port}`, total: counters.malformed },
      'malformed SIP packet dropped',
    );
  };
  return (data, source) => {
    if (!around.mayTalk(source.address)) {
      counters.foreign++;
      tap.dropped('foreign', data, source);
      return;
    }
    counters.received++;
    if (isKeepAlive(data)) return;
    try {
      const parsed = parseMessage(data);
      if (!parsed.ok) {
        malformed(parsed.cause, source);
        if (!parsed.request) return tap.dropped('malformed', data, source);
        tap.message('in', data, { transport: transport.protocol, local: transport.local, peer: source });
        stampSource(parsed.request, source);
        const response = responseTo(parsed.request, parsed.status, {
          product: around.self.product,
          toTag: newToken(5),
          ...(parsed.status === 400 ? { reason: `Bad Request: ${parsed.cause}` } : {}),
        });
        transport.send(writeMessage(response), returnPath(parsed.request, source));
        return;
      }
      tap.message('in', data, { transport: transport.protocol, local: transport.local, peer: source });
      if (parsed.message.kind === 'request') stampSource(parsed.message, source);
      else if (!isOurs(parsed.message, around.self)) return malformed('a response whose Via is not ours', source);
      around.deliver(parsed.message, source);
    } catch (error) {
      counters.failed++;
      log.error({ err: error, cause: messageOf(error) }, 'SIP message could not be handled');
    }
  };
};

/** Section 18.1.2: a response belongs to us when its top Via is ours and no other follows. */
const isOurs = (message: SipMessage, self: Self): boolean => {
  const via = topVia(message);
  return via?.host === self.host && (via.port ?? 5060) === self.port && cseqOf(message) !== null;
};
