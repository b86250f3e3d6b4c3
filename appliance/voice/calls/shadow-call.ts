import type { CallEvent } from '#shared/link/events.ts';
import type { CallSnapshot } from '#shared/link/messages.ts';
import type { LineCall } from '../lines/line.ts';
import type { SoundLeg } from '../media/sound-leg.ts';
import { toldIdentity } from './caller-identity.ts';
import type { CallDeps, EndedBy } from './call-deps.ts';
import type { Conducted } from './conducted.ts';
import type { Ear } from './ear.ts';

interface ShadowDeps
  extends Pick<CallDeps, 'id' | 'line' | 'openEar' | 'engines' | 'now' | 'log' | 'send' | 'sendVolatile' | 'quality'> {
  readonly incoming: Pick<LineCall, 'from' | 'to' | 'identity' | 'listen' | 'hangup' | 'onEnded'>;
  readonly leg: Pick<SoundLeg, 'onFrame' | 'onTimeout' | 'close'>;
  readonly onEnded: () => void;
}

/**
 * A copy of a call that a PBX forks to us: it is listened to and written down. Nothing is said, for nobody would hear it; nothing
 * is recorded, for no notice of ours was played; and core decides nothing.
 */
export class ShadowCall implements Conducted {
  readonly id: string;
  readonly over: Promise<void>;
  readonly #deps: ShadowDeps;
  readonly #ear: Ear;
  readonly #startedAt: number;
  #ended = false;
  #tellOver: () => void = () => undefined;

  constructor(deps: ShadowDeps) {
    this.#deps = deps;
    this.id = deps.id;
    this.#startedAt = deps.now();
    this.over = new Promise((resolve) => {
      this.#tellOver = resolve;
    });
    const { send, sendVolatile } = deps;
    const nothing = (): void => undefined;
    this.#ear = deps.openEar({
      speechStarted: nothing,
      partial: (utterance, text) => sendVolatile({ kind: 'speech.partial', utterance, text }),
      turnOver: nothing,
      final: ({ utterance, text, startMs, endMs, endpointMs, sttMs, degraded }) => {
        if (text === '') return;
        const times = { endpointMs: Math.round(endpointMs), sttMs: Math.round(sttMs) };
        const at = { startMs: Math.round(startMs), endMs: Math.round(endMs) };
        send({ kind: 'speech.final', utterance, text, ...at, times, degraded });
      },
      nothing,
      pause: nothing,
      resume: nothing,
      interrupt: nothing,
    });
  }

  /** Takes the call and listens. */
  start(): void {
    const { engines, incoming, leg, line, log, send } = this.#deps;
    send({
      kind: 'call.started',
      line,
      from: incoming.from.user,
      to: incoming.to.user,
      ...toldIdentity(incoming.identity),
      startedAt: this.#startedAt,
      engines,
      shadow: true,
    });
    leg.onFrame((frame, atMs) => this.#ear.frame(frame, atMs));
    leg.onTimeout((ms) => this.end(`no audio for ${Math.round(ms / 1000)} s`));
    incoming.onEnded(({ by, reason }) =>
      this.#finish(by === 'remote' ? 'caller' : by === 'local' ? 'us' : 'lost', reason),
    );
    void incoming.listen?.().catch((error: unknown) => {
      if (this.#ended) return;
      log.error({ call: this.id, err: error }, 'a forked call could not be listened to');
      this.end('not answered', 'lost');
    });
  }

  /** Core has nothing to order here. */
  command(): void {}

  snapshot(): CallSnapshot {
    const { incoming, line } = this.#deps;
    return {
      call: this.id,
      line,
      from: incoming.from.user,
      to: incoming.to.user,
      startedAt: this.#startedAt,
      playing: null,
      heardMs: 0,
      done: [],
      expect: null,
    };
  }

  end(reason: string, by: EndedBy = 'us'): void {
    this.#finish(by, reason);
    this.#deps.incoming.hangup(reason);
  }

  #finish(by: EndedBy, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#close(by, reason);
  }

  async #close(by: EndedBy, reason: string): Promise<void> {
    const { leg, log, now, onEnded, quality, send } = this.#deps;
    this.#ear.close();
    await leg.close().catch((error: unknown) => {
      log.error({ call: this.id, err: error }, 'the sound of a call could not be closed');
    });
    const measured = quality();
    const ended: CallEvent = { kind: 'call.ended', by, reason, endedAt: now() };
    send(measured === null ? ended : { ...ended, quality: measured });
    onEnded();
    this.#tellOver();
  }
}
