import type { SipTap } from '#voice/sip/transport/tap.ts';

interface Logged {
  readonly direction: 'in' | 'out';
  /** `INVITE`, or `200 INVITE`. */
  readonly what: string;
}

/** What one end sent and received, call by call: the log that a trial is judged by. */
export class LineLog implements SipTap {
  readonly #calls = new Map<string, Logged[]>();
  messages = 0;

  message(direction: 'in' | 'out', data: Buffer): void {
    this.messages++;
    const text = data.toString('latin1');
    const callId = /^call-id:\s*(\S+)/im.exec(text)?.[1] ?? '';
    const method = /^cseq:\s*\d+\s+(\S+)/im.exec(text)?.[1] ?? '';
    const status = /^SIP\/2\.0 (\d+)/.exec(text)?.[1];
    const log = this.#calls.get(callId) ?? [];
    log.push({ direction, what: status === undefined ? method : `${status} ${method}` });
    this.#calls.set(callId, log);
  }

  dropped(): void {}

  get callIds(): string[] {
    return [...this.#calls.keys()];
  }

  /** How often this went that way in this call. */
  count(callId: string, direction: 'in' | 'out', what: string): number {
    return (this.#calls.get(callId) ?? []).filter((one) => one.direction === direction && one.what === what).length;
  }
}
