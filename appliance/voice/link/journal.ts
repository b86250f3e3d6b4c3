import type { CallEvent } from '#shared/link/events.ts';
import type { VoiceMessage } from '#shared/link/messages.ts';

export type EventMessage = Extract<VoiceMessage, { type: 'event' }>;

/**
 * The events of all calls that core has not acknowledged yet, in order. Core acknowledges an event only after the
 * transaction with its effect has committed; until then voice keeps it and sends it again after a reconnect.
 */
export class EventJournal {
  readonly #open = new Map<string, EventMessage[]>();
  readonly #last = new Map<string, number>();
  readonly #over = new Set<string>();

  append(call: string, at: number, body: CallEvent): EventMessage {
    const seq = (this.#last.get(call) ?? 0) + 1;
    this.#last.set(call, seq);
    const message: EventMessage = { type: 'event', call, seq, at, body };
    const list = this.#open.get(call);
    if (list) list.push(message);
    else this.#open.set(call, [message]);
    if (
      body.kind === 'call.ended' ||
      body.kind === 'call.alone' ||
      body.kind === 'call.forwarded' ||
      body.kind === 'outbound.result'
    )
      this.#over.add(call);
    return message;
  }

  /** Forgets everything of this call up to and including `seq`. */
  acknowledge(call: string, seq: number): void {
    const list = this.#open.get(call);
    if (!list) return;
    const left = list.filter((message) => message.seq > seq);
    if (left.length > 0) this.#open.set(call, left);
    else this.#open.delete(call);
    // A call that is over and known as such is numbered no further.
    if (left.length === 0 && this.#over.delete(call)) this.#last.delete(call);
  }

  /** Whether anything of this call still waits to be acknowledged. */
  waits(call: string): boolean {
    return this.#open.has(call);
  }

  /** Whether nothing waits at all. */
  get empty(): boolean {
    return this.#open.size === 0;
  }

  unacknowledged(): EventMessage[] {
    return [...this.#open.values()].flat();
  }
}
