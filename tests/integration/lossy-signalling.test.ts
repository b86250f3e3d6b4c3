import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { badLine } from '#fakes/bad-line.ts';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { LineLog } from '#fakes/logged-line.ts';
import { openImpairedPath } from '#fakes/udp-impairment.ts';
import { silentLog } from '#observe/log.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import { TRANSACTION_TIMEOUT } from '#voice/sip/timers.ts';
import type { ListeningTransport } from '#voice/sip/transport/transport.ts';
import { openUdp } from '#voice/sip/transport/udp.ts';

const CALLS = process.env['PILOT_LONG'] === '1' ? 500 : 50;
const SEED = Number(process.env['PILOT_SEED'] ?? 1);
const AT_ONCE = 40;
/** The protocol's timers run so many times faster, and the line's delays with them. */
const TIMES = 5;
const LINE = { loss: 0.1, duplicates: 0.05, reorder: 0.1, reorderMs: 40, delayMs: 2, jitterMs: 10 };

type Plan = 'caller hangs up' | 'we hang up' | 'caller gives up';
const planOf = (call: number): Plan =>
  call % 10 === 0 ? 'caller gives up' : call % 3 === 0 ? 'we hang up' : 'caller hangs up';

/** A socket that tells another port than its own: that of the line in front of it. */
const behind = (transport: ListeningTransport, port: number): ListeningTransport => ({
  ...transport,
  local: { ...transport.local, port },
});

interface Seen {
  readonly plan: Plan;
  answered: boolean;
  near: CallEnd | null;
  far: CallEnd | null;
}

test(`${CALLS} calls over a line that loses a tenth of all packets in each direction: none is lost, none is left behind`, async () => {
  const [near, far] = await Promise.all([openUdp('127.0.0.1', 0), openUdp('127.0.0.1', 0)]);
  await using path = await openImpairedPath({ a: near.local.port, b: far.local.port }, badLine(LINE, SEED));
  const [nearLog, farLog] = [new LineLog(), new LineLog()];
  const open = (transport: ListeningTransport, port: number, tap: LineLog): Promise<UserAgent> =>
    openUserAgent({
      host: '127.0.0.1',
      port: 0,
      maxCalls: CALLS,
      log: silentLog(),
      timers: fasterTimers(TIMES),
      transport: behind(transport, port),
      tap,
    });
  const caller = await open(near, path.towardsA, nearLog);
  const box = await open(far, path.towardsB, farLog);
  const seen = new Map<string, Seen>();
  const ends: Promise<void>[] = [];

  box.onIncoming((incoming) => {
    const one = seen.get(incoming.id);
    if (!one) throw new Error(`a call that nobody made: ${incoming.id}`);
    ends.push(new Promise((done) => incoming.onEnded((end) => ((one.far = end), done()))));
    incoming.ring();
    if (one.plan === 'caller gives up') return;
    void incoming.answer({ host: '127.0.0.1', port: 20_000 }).then(async () => {
      if (one.plan !== 'we hang up') return;
      await wait(50);
      incoming.hangup();
    });
  });

  const ring = async (number: number): Promise<void> => {
    const plan = planOf(number);
    const media = { host: '127.0.0.1', port: 21_000 };
    const call = caller.call({ target: `sip:100@127.0.0.1:${path.towardsB}`, from: 'sip:9375550142@127.0.0.1', media });
    const one: Seen = { plan, answered: false, near: null, far: null };
    seen.set(call.id, one);
    call.onAnswered(() => {
      one.answered = true;
      if (plan === 'caller hangs up') void wait(50).then(() => call.hangup());
    });
    call.onProgress(() => plan === 'caller gives up' && call.cancel());
    await new Promise<void>((done) => call.onEnded((end) => ((one.near = end), done())));
  };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < CALLS) await ring(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await Promise.all(ends);
  // Every transaction has ended once its last timer has: 64 times T1 after the last message.
  await wait((2 * TRANSACTION_TIMEOUT) / TIMES);

  const all = [...seen];
  const lost = all.filter(([, { plan, answered, near: n, far: f }]) =>
    plan === 'caller gives up'
      ? n?.status !== 487 || f?.status !== 487
      : !answered || n?.by === 'error' || f?.by === 'error',
  );
  const judged = all.map(([callId, { plan }]) => {
    // An ACK that was lost is sent again only when the 2xx comes again; a BYE before that ends the call as well.
    const [finals, acks] = [nearLog.count(callId, 'in', '200 INVITE'), nearLog.count(callId, 'out', 'ACK')];
    const acknowledged =
      acks >= Math.max(1, finals) && farLog.count(callId, 'in', 'ACK') + farLog.count(callId, 'in', 'BYE') > 0;
    const [hangingUp, other] = plan === 'we hang up' ? [farLog, nearLog] : [nearLog, farLog];
    const over =
      plan === 'caller gives up'
        ? nearLog.count(callId, 'in', '200 CANCEL') > 0
        : hangingUp.count(callId, 'in', '200 BYE') > 0 && other.count(callId, 'in', 'BYE') > 0;
    return { callId, plan, acknowledged, over };
  });
  console.log(
    `seed ${SEED}: ${CALLS} calls, ${lost.length} lost; kept at the end: ${JSON.stringify([caller.kept(), box.kept()])}; ` +
      `messages sent and received ${nearLog.messages} and ${farLog.messages}, ${(nearLog.messages / CALLS).toFixed(1)} a call`,
  );
  expect(lost).toEqual([]);
  expect(judged.filter((one) => !one.acknowledged || !one.over)).toEqual([]);
  expect(farLog.callIds.filter((callId) => !seen.has(callId))).toEqual([]);
  expect([caller.kept(), box.kept()]).toEqual(Array.from({ length: 2 }, () => ({ calls: 0, transactions: 0 })));
  await Promise.all([caller.close(100), box.close(100)]);
}, 600_000);
