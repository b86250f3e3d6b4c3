import { isIP } from 'node:net';
import type { Log } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import type { JoinCommand, LegCommand, LegFormat } from './messages.ts';
import { SoundLeg, type SoundLegDeps } from './sound-leg.ts';

interface LegDeps extends SoundLegDeps {
  readonly command: (command: LegCommand | JoinCommand, transfer?: ArrayBuffer[]) => void;
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly resolve: (name: string) => Promise<string>;
}

const PTIMES = new Set([10, 20, 30, 40, 60]);

/** One call's sound over RTP. Media time follows the packet clock. */
export class Leg extends SoundLeg {
  /** Local address and (even) RTP port for the SDP; RTCP is on the port above. */
  readonly host: string;
  readonly port: number;
  readonly #deps: LegDeps;

  constructor(deps: LegDeps) {
    super(deps);
    this.#deps = deps;
    this.host = deps.host;
    this.port = deps.port;
  }

  /**
   * Starts sending and hearing at the next tick of the clock.
   * @throws PilotError `media.ptime` for a packet length other than 10, 20, 30, 40 or 60 ms
   */
  start(format: LegFormat): void {
    if (!PTIMES.has(format.ptime)) {
      throw new PilotError('media.ptime', `a packet length of ${format.ptime} ms is not supported`, {
        fix: 'Agree on 10, 20, 30, 40 or 60 ms (20 is what nearly everyone uses).',
      });
    }
    if (isIP(format.remoteHost) !== 0) {
      this.#deps.command({ type: 'start', format });
      return;
    }
    // A name instead of an address is rare, but allowed (RFC 8866 section 5.7): silence is sent once it is known.
    this.#deps.command({ type: 'start', format: { ...format, remoteHost: '0.0.0.0' } });
    this.#deps.resolve(format.remoteHost).then(
      (remoteHost) => this.#deps.command({ type: 'start', format: { ...format, remoteHost } }),
      (error: unknown) => this.#deps.log.warn({ err: error }, 'media address has no DNS entry'),
    );
  }

  /** After a re-INVITE: another address, codec or packet length. Streams and queue go on. */
  update(format: LegFormat): void {
    this.start(format);
  }

  /** Presses keys as RFC 4733 events (100 ms each) before anything queued goes on; nothing when the peer takes none. */
  press(digits: string): void {
    this.#deps.command({ type: 'press', digits });
  }
}
