import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CoreProcess } from '#fakes/core-process.ts';
import { TextPhone } from '#fakes/text-phone.ts';
import type { CallRecord } from '#shared/api/records.ts';

const NOW = '2026-03-04T20:10:00-05:00';

test('voice dies in mid-call: the call is closed as cut off by us and a call-back task is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-lost-'));
  const core = new CoreProcess(folder, NOW);
  try {
    await core.start();
    let answered = 0;
    const phone = new TextPhone({
      socketPath: core.socketPath,
      from: '9375550142',
      answer: () => (answered++ === 0 ? 'my furnace does not come on' : null),
    });
    phone.ring();
    await vi.waitFor(() => expect(phone.heard.length).toBeGreaterThanOrEqual(2), 10_000);
    phone.close();
    await vi.waitFor(
      async () => {
        const answer = await fetch(`http://127.0.0.1:${core.httpPort}/api/v1/calls/${phone.call}`);
        const call = (await answer.json()) as CallRecord;
        expect(call.status).toBe('ended');
        expect(call.endedBy).toBe('lost');
        expect(call.outcome).toBe('cut_off');
        expect(call.tasks).toHaveLength(1);
        expect(call.tasks[0]).toMatchObject({
          kind: 'call_back',
          status: 'open',
          reason: 'cut_off',
          phone: expect.stringContaining('9375550142') as string,
        });
      },
      { timeout: 9000, interval: 200 },
    );
  } finally {
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a core that starts after voice has lost its calls closes them too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-lost-'));
  const core = new CoreProcess(folder, NOW);
  try {
    await core.start();
    const first = new TextPhone({ socketPath: core.socketPath, from: '9375550143', answer: () => null });
    first.ring();
    await vi.waitFor(() => expect(first.heard.length).toBe(1), 10_000);
    await first.settled();
    await core.kill();
    first.close();
    await core.start();
    const second = new TextPhone({ socketPath: core.socketPath, from: '9375550144', answer: () => null });
    second.ring();
    await vi.waitFor(
      async () => {
        const answer = await fetch(`http://127.0.0.1:${core.httpPort}/api/v1/calls/${first.call}`);
        expect(((await answer.json()) as CallRecord).outcome).toBe('cut_off');
      },
      { timeout: 9000, interval: 200 },
    );
    second.close();
  } finally {
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('who rings back once the box is up again is asked to go on, and nobody need ring them back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-lost-'));
  const core = new CoreProcess(folder, new Date().toISOString());
  const from = '9375550145';
  try {
    await core.start();
    let answered = 0;
    const first = new TextPhone({
      socketPath: core.socketPath,
      from,
      answer: () => (answered++ === 0 ? 'my kitchen sink is clogged' : null),
    });
    first.ring();
    await vi.waitFor(() => expect(first.heard.length).toBeGreaterThanOrEqual(2), 10_000);
    await first.settled();
    await core.kill();
    first.close();
    await core.start();
    let turns = 0;
    const second = new TextPhone({
      socketPath: core.socketPath,
      from,
      answer: () => (turns++ === 0 ? 'yes please' : null),
    });
    second.ring();
    await vi.waitFor(() => expect(second.heard.length).toBeGreaterThanOrEqual(2), 10_000);
    expect(second.heard[0]?.text).toContain('Shall we go on where we stopped?');
    expect(second.heard[1]?.text).toMatch(/^Thank you, then let us go on\./);
    const answer = await fetch(`http://127.0.0.1:${core.httpPort}/api/v1/calls/${first.call}`);
    expect(((await answer.json()) as CallRecord).tasks.map((task) => task.status)).toEqual(['done']);
    second.close();
  } finally {
    await core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
