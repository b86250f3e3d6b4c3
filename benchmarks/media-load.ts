import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { openLog } from '#observe/log.ts';
import { FRAME_SAMPLES } from '#voice/media/audio.ts';
import type { Leg } from '#voice/media/leg.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import { serializeRtp } from '#voice/media/rtp.ts';
import { SrtpSession } from '#voice/media/srtp/session.ts';

const HELP = `Usage: scripts/node benchmarks/media-load.ts [--calls N] [--seconds S] [--cores A,B] [--srtp] [--json]

N calls of G.711 both ways on loopback, sound on both sides all the time. The far ends run in a process of their own with the
same media code, on five clocks 4 ms apart, for phones do not send in step. Prints the share of one core that a call costs this
process and how late the 20 ms ticks are, on both sides: far ends that are late themselves are the limit.

  --calls N     calls at once (100)
  --seconds S   measured time, after five seconds of warm-up (10)
  --cores A,B   all threads of this process on core A, the far ends on core B (taskset)
  --srtp        encrypted, AES_CM_128_HMAC_SHA1_80; also prints what one packet costs, without the rest
  --json        one JSON object on stdout instead of text`;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    cores: { type: 'string', default: '' },
    srtp: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    'far-end': { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const calls = Number(values.calls);
const seconds = Number(values.seconds);
if (!Number.isInteger(calls) || calls < 1 || calls > 2000 || !(seconds > 0)) {
  console.error('media-load: --calls takes a whole number from 1 to 2000, --seconds a number above 0. See --help.');
  process.exit(64);
}

const farEnd = values['far-end'];
const cores = values.cores === '' ? [] : values.cores.split(',');
if (cores.length !== 0 && (cores.length !== 2 || !cores.every((core) => /^\d+$/.test(core)))) {
  console.error('media-load: --cores takes two numbers of cores, as 0,1. See --help.');
  process.exit(64);
}
const core = cores[farEnd ? 1 : 0];
// Threads that are started later inherit it.
if (core !== undefined) execFileSync('taskset', ['-a', '-p', '-c', core, String(process.pid)], { stdio: 'ignore' });
/** The far ends' clocks, and how far apart they begin, ms. */
const CLOCKS = farEnd ? 5 : 1;
const APART_MS = 4;
const medias = await Promise.all(
  Array.from({ length: CLOCKS }, (_, clock) => {
    const from = farEnd ? 40_000 + clock * 2000 : 30_000;
    return openMedia({
      host: '127.0.0.1',
      portRange: { from, to: from + (farEnd ? 1999 : 9999) },
      log: openLog('media-load', 'warn'),
    });
  }),
);
const mediaOf = (call: number): Media => medias[call % CLOCKS] as Media;
const legs: Leg[] = [];
for (let i = 0; i < calls; i++) legs.push(await mediaOf(i).openLeg());

/** A second of speech-like sound; a new one is queued each second, so that every packet carries sound. */
const second = Int16Array.from({ length: 8000 }, (_, i) => 6000 * Math.sin(i / 7) * Math.sin(i / 900) ** 2);
/** One for both sides: what is measured is the work. */
const KEY = new Uint8Array(30).fill(7);
let frames = 0;
const talk = (leg: Leg, remotePort: number, call: number): void => {
  // Not every call gets its next second in the same tick.
  let count = call;
  leg.onFrame(() => {
    frames++;
    if (count++ % 50 === 0) leg.play(`second ${count}`, second, true);
  });
  leg.start({
    remoteHost: '127.0.0.1',
    remotePort,
    codec: 'PCMU',
    payloadType: 0,
    dtmfPayloadType: 101,
    ptime: 20,
    srtp: values.srtp ? { suite: 'AES_CM_128_HMAC_SHA1_80', send: KEY, receive: KEY } : null,
    carrier: [],
  });
};
/** Of all calls, as they next report: every five seconds. */
const counted = async (): Promise<{ givenUp: number; skippedTicks: number }> => {
  const all = await Promise.all(
    legs.map((leg) => new Promise<{ givenUp: number; skippedTicks: number }>((resolve) => leg.onStats(resolve))),
  );
  const sum = (of: (one: { givenUp: number; skippedTicks: number }) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  return { givenUp: sum(({ givenUp }) => givenUp), skippedTicks: sum(({ skippedTicks }) => skippedTicks) };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** µs of CPU time to seal and to open a packet of 20 ms, the median of nine rounds: what others do on the machine hardly counts. */
const packetCost = (): { readonly seal: number; readonly open: number } => {
  const keys = { suite: 'AES_CM_128_HMAC_SHA1_80', send: KEY, receive: KEY } as const;
  const [count, rounds] = [5000, 9];
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const times = Array.from({ length: rounds }, () => {
    const session = new SrtpSession(keys);
    const packets = Array.from({ length: count }, (_, sequence) => {
      const header = { marker: false, payloadType: 0, sequence, timestamp: sequence * FRAME_SAMPLES, ssrc: 1 };
      return serializeRtp({ ...header, payload: new Uint8Array(FRAME_SAMPLES) });
    });
    const begun = spent();
    const sealed = packets.map((packet) => session.sealRtp(packet));
    const turned = spent();
    if (!sealed.every((packet) => packet !== null && session.openRtp(packet, 0) !== null))
      throw new Error('a packet was not opened');
    return { seal: turned - begun, open: spent() - turned };
  });
  const median = (values: readonly number[]): number =>
    Math.round(((values.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0) / count) * 100_000) / 100;
  return { seal: median(times.map(({ seal }) => seal)), open: median(times.map(({ open }) => open)) };
};

if (farEnd) {
  process.send?.(legs.map((leg) => leg.port));
  const [ports] = (await once(process, 'message')) as [number[]];
  const begun = performance.now();
  for (const [clock] of medias.entries()) {
    await pause(Math.max(0, begun + clock * APART_MS - performance.now()));
    legs.forEach((leg, i) => i % CLOCKS === clock && talk(leg, ports[i] ?? 0, i));
  }
  await once(process, 'message');
  const loads = await Promise.all(medias.map((media) => media.load()));
  process.send?.(Math.max(...loads.map(({ lateP99 }) => lateP99)));
  await once(process, 'disconnect');
  await Promise.all(medias.map((media) => media.close()));
} else {
  const media = mediaOf(0);
  const more = ['--cores', values.cores, ...(values.srtp ? ['--srtp'] : [])];
  const child = fork(import.meta.filename, ['--far-end', '--calls', String(calls), ...more]);
  const [ports] = (await once(child, 'message')) as [number[]];
  child.send(legs.map((leg) => leg.port));
  legs.forEach((leg, i) => talk(leg, ports[i] ?? 0, i));
  const before = await counted();
  await media.load();
  frames = 0;
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await pause(seconds * 1000);
  const wallMs = performance.now() - started;
  const used = process.cpuUsage(cpu);
  const heard = frames;
  const load = await media.load();
  child.send('stop');
  const [farEndLateP99] = (await once(child, 'message')) as [number];
  const after = await counted();
  child.disconnect();
  await media.close();
  const srtp = values.srtp ? packetCost() : null;
  const share = (ms: number): number => Math.round((ms / wallMs / calls) * 100_000) / 1000;
  const result = {
    calls,
    seconds: Math.round(wallMs) / 1000,
    cpuPercentPerCall: share((used.user + used.system) / 1000),
    mediaThreadPercentPerCall: share(load.cpuMs),
    tickLateMs: { p50: load.lateP50, p99: load.lateP99, max: load.lateMax },
    farEndTickLateP99Ms: farEndLateP99,
    framesHeardPercent: Math.round((heard / ((wallMs / 1000) * (8000 / FRAME_SAMPLES) * calls)) * 10_000) / 100,
    packetsGivenUp: after.givenUp - before.givenUp,
    ticksSkipped: after.skippedTicks - before.skippedTicks,
    ...(srtp === null ? {} : { srtpMicroseconds: srtp }),
    rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
  if (values.json) console.log(JSON.stringify(result));
  else {
    const { tickLateMs } = result;
    console.log(`${calls} calls, G.711 both ways${values.srtp ? ', SRTP' : ''}, ${result.seconds} s`);
    console.log(
      `  CPU per call      ${result.cpuPercentPerCall} % of a core (media thread ${result.mediaThreadPercentPerCall} %)`,
    );
    console.log(
      `  tick lateness     p50 ${tickLateMs.p50} ms, p99 ${tickLateMs.p99} ms, max ${tickLateMs.max} ms; the far ends’ p99 ${farEndLateP99} ms`,
    );
    console.log(`  frames heard      ${result.framesHeardPercent} %, packets given up ${result.packetsGivenUp}`);
    console.log(`  ticks skipped     ${result.ticksSkipped}, memory ${result.rssMb} MB`);
    if (srtp !== null) console.log(`  SRTP per packet   sealed in ${srtp.seal} µs, opened in ${srtp.open} µs`);
  }
}
