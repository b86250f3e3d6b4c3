import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { completeTrunk, type TrunkFile } from '#shared/config/trunks.ts';
import { unsetLine, type LineSetting } from '#shared/lines/setting.ts';
import type { CallIdentity } from '../sip/session/identity.ts';
import { LineModes } from './modes.ts';
import { reception, type ArrivingCall } from './reception.ts';

const OPEN: [number, number] = [1_000, 2_000];
const FALLBACK = '+19375550142';
let folder: string;
let file: string;
let modes: LineModes;
let now: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modes-'));
  file = join(folder, 'run', 'line-modes.json');
  modes = new LineModes(file, silentLog());
  now = 1_500;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const set = (change: Partial<LineSetting>): void =>
  modes.update({ type: 'modes', lines: [{ ...unsetLine('plumbing'), ...change }], open: [OPEN] });
const door = (trunk: Partial<TrunkFile> = {}) =>
  reception({
    modes,
    trunks: [completeTrunk({ name: 'carrier', hosts: ['192.0.2.1'], redirect: true, ...trunk })],
    ownerPhones: ['(937) 555-0177'],
    now: () => now,
  });
const nobody: CallIdentity = { withheld: false, diverted: [], verstat: null, passports: [], extra: {} };
const call = (more: Partial<ArrivingCall> = {}): ArrivingCall => ({
  from: { user: '+15551230000' },
  trunk: 'carrier',
  identity: nobody,
  rings: true,
  redirect: () => undefined,
  ...more,
});

describe('what core told holds', () => {
  test('from the next call on, and without core after a restart', () => {
    expect(door().plan('plumbing', call())).toEqual({ do: 'answer', afterMs: 0 });
    set({ mode: 'off', fallback: FALLBACK });
    expect(door().plan('plumbing', call())).toEqual({ do: 'redirect', to: FALLBACK, why: 'off' });
    modes = new LineModes(file, silentLog());
    expect(door().plan('plumbing', call())).toEqual({ do: 'redirect', to: FALLBACK, why: 'off' });
    expect(door().plan('heating', call())).toEqual({ do: 'answer', afterMs: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a file that cannot be read leaves every line answering', () => {
    set({ mode: 'off' });
    writeFileSync(file, '{"type":"modes","lines":[{"mode":"sometimes"}]}');
    modes = new LineModes(file, silentLog());
    expect(door().plan('plumbing', call())).toEqual({ do: 'answer', afterMs: 0 });
  });

  test('a folder that cannot be written costs the keeping, not the change', () => {
    writeFileSync(join(folder, 'run'), 'a file where the folder should be');
    set({ mode: 'overflow', overflowSeconds: 9 });
    expect(door().plan('plumbing', call())).toEqual({ do: 'answer', afterMs: 9_000 });
  });
});

test('opening hours are those core told; past them the shop counts as closed, and the box answers', () => {
  set({ mode: 'after_hours', fallback: FALLBACK });
  const at = (instant: number) => {
    now = instant;
    return door().plan('plumbing', call()).do;
  };
  expect([at(999), at(1_000), at(1_999), at(2_000)]).toEqual(['answer', 'redirect', 'redirect', 'answer']);
});

test('a trunk that takes no redirection gets none, nor a line that has no way to do it', () => {
  set({ mode: 'off', fallback: FALLBACK });
  expect(door({ redirect: false }).plan('plumbing', call())).toEqual({ do: 'message' });
  const stream: ArrivingCall = { from: { user: '+15551230000' }, trunk: null, rings: false };
  expect(door().plan('plumbing', stream)).toEqual({ do: 'message' });
  const { rings, redirect } = { rings: false, redirect: () => undefined };
  expect(door().plan('plumbing', call({ trunk: null, rings, redirect })).do).toBe('redirect');
});

test("a phone of the shop's own that rings the box is not sent on by redirection; a carrier's stream is", () => {
  set({ mode: 'off', fallback: FALLBACK });
  expect(door().plan('plumbing', call({ trunk: null }))).toEqual({ do: 'message' });
  expect(door().plan('plumbing', call({ trunk: null, rings: false })).do).toBe('redirect');
});

test('a call that the fallback number sends on does not go back to it', () => {
  set({ mode: 'off', fallback: FALLBACK });
  expect(door().plan('plumbing', call({ from: { user: '19375550142' } })).do).toBe('message');
  const diverted = [{ number: '9375550142', reason: 'no-answer' }];
  expect(door().plan('plumbing', call({ identity: { ...nobody, diverted } })).do).toBe('message');
});

test('without a fallback number the carrier takes the call back, where it has a fail-over number', () => {
  set({ mode: 'off' });
  expect(door({ carrier_failover: FALLBACK }).plan('plumbing', call())).toEqual({ do: 'hand_back' });
  expect(door({ carrier_failover: 'none' }).plan('plumbing', call())).toEqual({ do: 'message' });
});

test("the owner's phones are answered, however the carrier writes them", () => {
  set({ mode: 'off', fallback: FALLBACK });
  expect(door().plan('plumbing', call({ from: { user: '19375550177' } }))).toEqual({ do: 'answer', afterMs: 0 });
});

test('a trunk of forked sound is listened to', () => {
  set({ mode: 'shadow' });
  expect(door({ shadow: true }).plan('plumbing', call())).toEqual({ do: 'listen' });
});

test('while core is away the fallback number has the call, where it can be rung; otherwise voice takes it', () => {
  const without = (trunk: Partial<TrunkFile>) => door(trunk).withoutCore('plumbing', call());
  expect(without({})).toBeNull();
  set({ mode: 'always', fallback: FALLBACK });
  expect(without({})).toEqual({ do: 'redirect', to: FALLBACK, why: 'core' });
  expect(without({ redirect: false, server: 'sip.carrier.example' })).toEqual({ do: 'forward', to: FALLBACK });
  expect(without({ redirect: false })).toBeNull();
});
