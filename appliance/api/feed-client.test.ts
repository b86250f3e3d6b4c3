import { describe, expect, it } from 'vitest';
import type { FeedChange, FeedMessage } from '#shared/api/feed.ts';
import { FeedClient } from './feed-client.ts';

const box = { shop: 'Shop', ring: '', zone: 'America/New_York', bench: false };
const words = (id: string, text: string, partial: boolean): FeedChange => ({
  type: 'call.utterance',
  call: 'c1',
  utterance: { id, who: 'caller', text, partial, atMs: 0 },
});
const limits = { skipPartialsBytes: 100, holdBytes: 1_000, behindMs: 5_000, pingMs: 1_000 };

/** A socket whose wire takes nothing until `drain`. */
class Wire {
  readonly sent: FeedMessage[] = [];
  bufferedAmount = 0;
  pings = 0;
  gone = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FeedMessage);
    this.bufferedAmount += text.length;
  }
  ping(): void {
    this.pings++;
  }
  terminate(): void {
    this.gone = true;
  }
}

const connect = (): { wire: Wire; client: FeedClient } => {
  const wire = new Wire();
  const client = new FeedClient(wire, () => ({ type: 'snapshot', at: 0, box, calls: [] }), 0, limits);
  wire.bufferedAmount = 0;
  return { wire, client };
};

describe('a feed client', () => {
  it('gets a snapshot first and every change while it keeps up', () => {
    const { wire, client } = connect();
    client.change(words('u1', 'my', true), 1);
    wire.bufferedAmount = 0;
    client.change(words('u1', 'my furnace', false), 2);
    expect(wire.sent.map((message) => message.type)).toEqual(['snapshot', 'call.utterance', 'call.utterance']);
  });

  it('is spared partials when its line is slow, never final words', () => {
    const { wire, client } = connect();
    wire.bufferedAmount = 500;
    client.change(words('u1', 'my', true), 1);
    client.change(words('u1', 'my furnace', false), 2);
    expect(wire.sent.slice(1)).toEqual([words('u1', 'my furnace', false)]);
  });

  it('never has more than the hold and one message waiting, however much happens', () => {
    const { wire, client } = connect();
    for (let i = 0; i < 10_000; i++) client.change(words(`u${i}`, 'x'.repeat(100), false), i / 100);
    expect(wire.bufferedAmount).toBeLessThan(limits.holdBytes + 400);
  });

  it('gets a snapshot in place of what it missed once it caught up', () => {
    const { wire, client } = connect();
    wire.bufferedAmount = 2_000;
    client.change(words('u1', 'lost', false), 1);
    client.tick(1_000);
    expect(wire.sent).toHaveLength(1);
    wire.bufferedAmount = 0;
    client.tick(2_000);
    client.change(words('u2', 'after', false), 2_001);
    expect(wire.sent.map((message) => message.type)).toEqual(['snapshot', 'snapshot', 'call.utterance']);
  });

  it('is let go when it stays behind', () => {
    const { wire, client } = connect();
    wire.bufferedAmount = 2_000;
    client.change(words('u1', 'lost', false), 100);
    client.tick(5_000);
    expect(wire.gone).toBe(false);
    client.tick(5_100);
    expect(wire.gone).toBe(true);
  });

  it('is let go when it answers no ping, and kept while it does', () => {
    const { wire, client } = connect();
    client.tick(1_000);
    client.pong();
    client.tick(2_000);
    expect([wire.pings, wire.gone]).toEqual([2, false]);
    client.tick(3_000);
    expect(wire.gone).toBe(true);
  });
});
