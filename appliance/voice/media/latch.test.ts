import { describe, expect, it } from 'vitest';
import { Latch } from './latch.ts';

const named = { host: '192.0.2.1', port: 4000 };
const nat = { host: '198.51.100.7', port: 5123 };
const stranger = { host: '203.0.113.9', port: 6000 };

describe('the symmetric RTP latch', () => {
  it('sends to the address of the SDP until a packet comes', () => expect(new Latch(named).target).toEqual(named));
  it('follows the first source and keeps others out', () => {
    const latch = new Latch(named);
    expect(latch.accept(nat, 0)).toBe(true);
    expect(latch.target).toEqual(nat);
    expect(latch.accept(stranger, 100)).toBe(false);
    expect(latch.target).toEqual(nat);
  });
  it('prefers the address of the SDP to a stranger who was faster', () => {
    const latch = new Latch(named);
    latch.accept(stranger, 0);
    expect(latch.accept(named, 20)).toBe(true);
    expect(latch.accept(stranger, 40)).toBe(false);
    expect(latch.target).toEqual(named);
  });
  it('takes another source only after the first fell silent', () => {
    const latch = new Latch(named);
    latch.accept(nat, 0);
    expect(latch.accept({ ...nat, port: 5999 }, 1999)).toBe(false);
    expect(latch.accept({ ...nat, port: 5999 }, 2000)).toBe(true);
    expect(latch.target?.port).toBe(5999);
  });
  it('opens again for a new answer, not for the same one repeated', () => {
    const latch = new Latch(named);
    latch.accept(nat, 0);
    latch.rename({ ...named });
    expect(latch.target).toEqual(nat);
    latch.rename(stranger);
    expect(latch.target).toEqual(stranger);
    expect(latch.accept(stranger, 10)).toBe(true);
  });
  it('has nowhere to send while the peer names 0.0.0.0 or port 0', () => {
    expect(new Latch({ host: '0.0.0.0', port: 4000 }).target).toBeNull();
    expect(new Latch({ host: '192.0.2.1', port: 0 }).target).toBeNull();
  });
});
