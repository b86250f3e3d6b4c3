import { describe, expect, it } from 'vitest';
import { DigitReceiver, DigitSender, parseTelephoneEvent, serializeTelephoneEvent } from './dtmf.ts';

const packet = (event: number, timestamp: number, duration: number, end = false) => ({
  timestamp,
  payload: serializeTelephoneEvent({ event, end, volume: 10, duration }),
});
const hear = (packets: ReturnType<typeof packet>[]): string => {
  const receiver = new DigitReceiver();
  return packets.map((one) => receiver.receive(one) ?? '').join('');
};

describe('keys heard', () => {
  it('gives one key for an event with three copies of its end', () => {
    expect(hear([packet(5, 800, 160), packet(5, 800, 320), ...Array(3).fill(packet(5, 800, 480, true))])).toBe('5');
  });
  it('gives both of two equal keys, also when the end of the first was lost', () => {
    expect(hear([packet(7, 800, 160), packet(7, 800, 320), packet(7, 2400, 160), packet(7, 2400, 320, true)])).toBe(
      '77',
    );
  });
  it('needs no marker and no beginning: an end alone is a key', () => {
    expect(hear([packet(11, 800, 800, true)])).toBe('#');
  });
  it('takes a late copy of an older end for what it is', () => {
    expect(
      hear([packet(1, 800, 320, true), packet(2, 2400, 160), packet(1, 800, 320, true), packet(2, 2400, 320)]),
    ).toBe('12');
  });
  it('takes a key held beyond one segment for one key', () => {
    expect(hear([packet(9, 100, 65_535), packet(9, 65_635, 160), packet(9, 65_635, 320, true)])).toBe('9');
  });
  it('knows * # A to D and no flash', () => {
    expect(hear([10, 11, 12, 13, 14, 15, 16].map((event, i) => packet(event, i * 1000, 400, true)))).toBe('*#ABCD');
  });
  it('refuses a payload that is too short', () => expect(parseTelephoneEvent(Uint8Array.of(1, 2, 3))).toBeNull());
});

describe('keys pressed', () => {
  it('are heard as they were pressed, one timestamp each, 100 ms long, the end told three times', () => {
    const sender = new DigitSender();
    sender.queue('1 5*d?');
    const receiver = new DigitReceiver();
    let heard = '';
    const stamps = new Map<number, number>();
    for (let timestamp = 0; timestamp < 160 * 100; timestamp += 160) {
      for (const sent of sender.next(timestamp, 160) ?? []) {
        heard += receiver.receive(sent) ?? '';
        const { end, duration } = parseTelephoneEvent(sent.payload) ?? { end: false, duration: 0 };
        if (end) expect(duration).toBe(800);
        stamps.set(sent.timestamp, (stamps.get(sent.timestamp) ?? 0) + 1);
      }
    }
    expect(heard).toBe('15*D');
    expect([...stamps.values()]).toEqual([7, 7, 7, 7]);
    expect(sender.busy).toBe(false);
  });
});
