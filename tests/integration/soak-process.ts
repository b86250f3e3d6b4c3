import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { openLineEnd, ring } from '#fakes/loop-calls.ts';
import { TRANSACTION_TIMEOUT } from '#voice/sip/timers.ts';
import { Traces } from '#voice/trace/traces.ts';

/**
 * Many short calls with sound between two ends of ours, and what is left of them: one JSON object a line, a stage each. Run with
 * --expose-gc. Argument: calls.
 */
const calls = Number(process.argv[2]);
const AT_ONCE = 10;
/** Protocol timers run so many times faster: what lingers by rule is gone at the end. */
const TIMES = 10;
const STAGES = calls < 1000 ? 2 : 4;
/** Ports for the calls at once and as many again that are just closing: a port that does not come back is soon missed. */
const PORTS = AT_ONCE * 4;

const timers = fasterTimers(TIMES);
const traces = new Traces(Date.now);
const box = await openLineEnd({ from: 33_000, to: 33_000 + PORTS - 1 }, { timers, tap: traces });
const phones = await openLineEnd({ from: 34_000, to: 34_000 + PORTS - 1 }, { timers });

const lingering = (2 * TRANSACTION_TIMEOUT) / TIMES;
const resources = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  // Its own pipes are none of the calls'.
  for (const name of process.getActiveResourcesInfo()) if (name !== 'PipeWrap') counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
const tell = async (done: number): Promise<void> => {
  await wait(lingering);
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const [near, far] = await Promise.all([phones.media.load(), box.media.load()]);
  const stage = {
    done,
    heapMb: Math.round((heapUsed / 2 ** 20) * 100) / 100,
    rssMb: Math.round(rss / 2 ** 20),
    kept: [phones.agent.kept(), box.agent.kept()],
    legs: [near.legs, far.legs],
    resources: resources(),
  };
  process.stdout.write(`${JSON.stringify(stage)}\n`);
};

const one = async (i: number): Promise<void> => {
  const call = await ring(phones, box.agent);
  traces.joins(call.id, call.id);
  let frames = 0;
  await new Promise<void>((resolve) => {
    call.leg.onFrame(() => ++frames === 3 && resolve());
  });
  if (i % 2 === 0) call.hangup();
  else box.hangup(call.id);
  await call.ended;
  traces.end(call.id, 'over');
};

/** So many calls, always some at once. */
const batch = async (count: number): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

await batch(AT_ONCE);
await tell(0);
for (let stage = 1; stage <= STAGES; stage++) {
  await batch(calls / STAGES);
  await tell((calls / STAGES) * stage);
}
// Every port is free again: all of them can be taken at once.
const legs = await Promise.all(
  [phones, box].map((end) => Promise.all(Array.from({ length: PORTS / 2 }, () => end.media.openLeg()))),
);
await Promise.all(legs.flat().map((leg) => leg.close()));
await Promise.all([phones.close(), box.close()]);
// A handle leaves Node's list a turn of the event loop after its close is told.
for (let turn = 0; turn < 2; turn++) await nextTurn();
process.stdout.write(`${JSON.stringify({ closed: resources() })}\n`);
