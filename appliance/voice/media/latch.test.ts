import { describe, expect, it } from 'vitest';
import { Latch } from './latch.ts';

const named = { host: '192.0.2.1', port: 4000 };
const nat = { host: '198.51.100.7', port: 5123 };
const stranger = { host: '203.0.113.9', port: 6000 };

describe('the symmetric RTP latch', () => {
  it('sends to the address of the SDP until a packet comes', () => expect(new Latch(named).target).toEqual(named));
  it('follows the first source and keeps others out', () => {
    const latch = new Latch(named);
    expect(latch.accept(nat, 1, 0)).toBe(true);
    expect(latch.target).toMatchObject(nat);
    expect(latch.accept(stranger, 1, 100)).toBe(false);
    expect(latch.target).toMatchObject(nat);
  });
  it('prefers the address of the SDP to a stranger who was faster', () => {
    const latch = new Latch(named);
    latch.accept(stranger, 1, 0);
    expect(latch.accept(named, 1, 20)).toBe(true);
    expect(latch.accept(stranger, 1, 40)).toBe(false);
    expect(latch.target).toMatchObject(named);
  });
  it("prefers the carrier's own addresses to a stranger's, and the address of the SDP to both", () => {
    const latch = new Latch(named, (host) => host === nat.host);
    latch.accept(stranger, 1, 0);
    expect(latch.accept(nat, 2, 20)).toBe(true);
    expect(latch.accept(stranger, 1, 5000)).toBe(true);
    expect(latch.accept(nat, 2, 5020)).toBe(true);
    expect(latch.accept(named, 3, 5040)).toBe(true);
    expect(latch.accept(nat, 2, 5060)).toBe(false);
    expect(latch.target).toMatchObject(named);
  });
  it('takes another stream from elsewhere only after the first was silent for two seconds', () => {
    const latch = new Latch(named);
    latch.accept(nat, 1, 0);
    expect(latch.accept({ ...nat, port: 5999 }, 2, 1999)).toBe(false);
    expect(latch.accept({ ...nat, port: 5999 }, 2, 2000)).toBe(true);
    expect(latch.target?.port).toBe(5999);
    expect(latch.moves).toBe(1);
  });
  it('follows the same stream to another port at once when the old one is silent, never while it sends', () => {
    const latch = new Latch(named);
    latch.accept(nat, 7, 0);
    for (let now = 20; now < 1000; now += 20) {
      expect(latch.accept(stranger, 7, now)).toBe(false);
      expect(latch.accept(nat, 7, now)).toBe(true);
    }
    expect(latch.accept({ ...nat, port: 5999 }, 7, 1100)).toBe(false);
    expect(latch.accept({ ...nat, port: 5999 }, 7, 1200)).toBe(true);
  });
  it('gives the call back at once to who had it, when a stranger took it during a pause', () => {
    const latch = new Latch(named);
    latch.accept(nat, 7, 0);
    expect(latch.accept(stranger, 9, 3000)).toBe(true);
    expect(latch.accept(nat, 7, 3020)).toBe(true);
    expect(latch.accept(stranger, 9, 3040)).toBe(false);
    expect(latch.target).toMatchObject(nat);
  });
  it('takes a new stream from the same place for the same peer, who may pause and come back', () => {
    const latch = new Latch(named);
    latch.accept(nat, 7, 0);
    expect(latch.accept(nat, 8, 20)).toBe(true);
    expect(latch.accept(stranger, 9, 3000)).toBe(true);
    expect(latch.accept(nat, 7, 3020)).toBe(false);
    expect(latch.accept(nat, 8, 3040)).toBe(true);
    expect(latch.moves).toBe(2);
  });
  it('opens again for a new answer, not for the same one repeated', () => {
    const latch = new Latch(named);
    latch.accept(nat, 1, 0);
    latch.rename({ ...named });
    expect(latch.target).toMatchObject(nat);
    latch.rename(stranger);
    expect(latch.target).toEqual(stranger);
    expect(latch.accept(stranger, 1, 10)).toBe(true);
  });
  it('has nowhere to send while the peer names 0.0.0.0 or port 0', () => {
    expect(new Latch({ host: '0.0.0.0', port: 4000 }).target).toBeNull();
    expect(new Latch({ host: '192.0.2.1', port: 0 }).target).toBeNull();
  });
});
