import type { Inbound } from './inbound.ts';
import type { Endpoint, Latch } from './latch.ts';
import type { LegEvent, LegFormat } from './messages.ts';

const written = ({ host, port }: Endpoint): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Packets. */
const A_SECOND = 50;

/** Tells what happens to a call's sound, once each time it changes. */
export class LineNotes {
  readonly #tell: (event: LegEvent) => void;
  #source: Latch['source'] = null;
  #law: string | null = null;
  /** In a row. */
  #unopened = 0;

  constructor(tell: (event: LegEvent) => void) {
    this.#tell = tell;
  }

  agreed({ codec, payloadType, dtmfPayloadType, ptime, remoteHost, remotePort, srtp }: LegFormat): void {
    const keys = dtmfPayloadType === null ? 'no keys in the sound' : `keys ${dtmfPayloadType}`;
    const to = written({ host: remoteHost, port: remotePort });
    const sealed = srtp === null ? '' : `SRTP ${srtp.suite}, `;
    this.#note('agreed', `${codec} (${payloadType}), ${ptime} ms, ${keys}, ${sealed}to ${to}`);
  }

  /** After each packet that no key of the call opens. Single ones are forged or damaged, a second of them is a key that is wrong. */
  unopened(): void {
    if (++this.#unopened === A_SECOND) this.#note('keys', 'encrypted sound comes that no key agreed on opens');
  }

  /** After each packet of the call. */
  packet(latch: Latch, inbound: Inbound): void {
    this.#unopened = 0;
    const { source } = latch;
    if (source !== this.#source && source !== null) {
      const before = this.#source;
      this.#source = source;
      const moved = before === null || before.host !== source.host || before.port !== source.port;
      if (moved) this.#note('source', `${before === null ? '' : `${written(before)} -> `}${written(source)}`);
      if (before !== null && before.ssrc !== source.ssrc)
        this.#note('stream', `${hex(before.ssrc)} -> ${hex(source.ssrc)}`);
    }
    const { law } = inbound;
    if (law === this.#law) return;
    if (this.#law !== null) this.#note('codec', `${this.#law} -> ${law}`);
    this.#law = law;
  }

  #note(kind: Extract<LegEvent, { type: 'note' }>['kind'], detail: string): void {
    this.#tell({ type: 'note', kind, detail });
  }
}

const hex = (ssrc: number): string => ssrc.toString(16).padStart(8, '0');
