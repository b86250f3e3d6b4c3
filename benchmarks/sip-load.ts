import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLog } from '#observe/log.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import { openMedia } from '#voice/media/media.ts';

const HELP = `Usage: scripts/node benchmarks/sip-load.ts [--rates N,N,...] [--seconds S] [--hold MS] [--json]

Calls a second that are answered with media by one core, beside sipp's own answering end (uas, without media) in the same run. Both
run on core 0; sipp on core 1 places the calls (INVITE, 200, ACK, a pause, BYE). A rate is kept up when every call succeeds, sipp
reaches 95 % of it, and fewer than 1 % of its messages went out twice. Needs sipp and taskset.

  --rates N,N   calls a second to try, until one is not kept up (25,50,100,150,200,300,400,600,800)
  --seconds S   length of each try (8)
  --hold MS     length of each call (1000)
  --json        one JSON object on stdout instead of text`;

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '25,50,100,150,200,300,400,600,800' },
    seconds: { type: 'string', default: '8' },
    hold: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    answer: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const rates = values.rates.split(',').map(Number);
const seconds = Number(values.seconds);
const hold = Number(values.hold);
if (!rates.every((rate) => Number.isInteger(rate) && rate > 0 && rate <= 5000) || !(seconds > 0) || !(hold >= 0)) {
  console.error('sip-load: --rates takes whole numbers up to 5000, --seconds and --hold numbers. See --help.');
  process.exit(64);
}

const CLOCK_TICKS = 100;
/** CPU time of a process and its threads so far, ms; null when it is gone. Source: proc(5), stat fields 14 and 15. */
const cpuMs = (pid: number): number | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS;
  } catch {
    return null;
  }
};

/** The box's SIP line and media, which answer every call and speak into it. */
const answerAll = async (): Promise<void> => {
  const log = openLog('sip-load', 'error');
  const media = await openMedia({ host: '127.0.0.1', portRange: { from: 30_000, to: 39_999 }, quarantineMs: 0, log });
  const line = await openSipLine('load', { host: '127.0.0.1', port: 0, maxCalls: 10_000, log });
  line.agent.onIncoming((call) => {
    void (async () => {
      const leg = await media.openLeg();
      call.onEnded(() => void leg.close());
      leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
    })().catch(() => call.reject(500));
  });
  process.send?.(line.agent.address.port);
  await once(process, 'disconnect');
  await line.close();
  await media.close();
};

interface Try {
  readonly rate: number;
  readonly reached: number;
  readonly calls: number;
  readonly failed: number;
  readonly sentAgain: number;
  /** INVITE to 200, ms. */
  readonly answerMs: number;
  readonly answererCorePercent: number;
  readonly generatorCorePercent: number;
  readonly kept: boolean;
}

/** The last line of sipp's statistics by column. */
const lastLine = (file: string): Record<string, string> => {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = lines[0]?.split(';') ?? [];
  const cells = lines.at(-1)?.split(';') ?? [];
  return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
};

/** `00:00:00:012345`: hours to microseconds. */
const inMs = (text: string): number => {
  const [h = 0, m = 0, s = 0, us = 0] = text.split(':').map(Number);
  return ((h * 60 + m) * 60 + s) * 1000 + us / 1000;
};

const ring = async (answerer: ChildProcess, port: number, rate: number): Promise<Try> => {
  const folder = mkdtempSync(join(tmpdir(), 'sip-load-'));
  const stats = join(folder, 'stats.csv');
  const calls = Math.round(rate * seconds);
  const flags = ['-r', rate, '-m', calls, '-d', hold, '-l', 20_000, '-p', 15_000 + (rate % 1000), '-i', '127.0.0.1'];
  const args = ['-c', '1', 'sipp', '-sn', 'uac', `127.0.0.1:${port}`, ...flags.map(String)];
  const more = [
    '-nostdin',
    '-trace_stat',
    '-stf',
    stats,
    '-fd',
    '1',
    '-timeout',
    String(Math.ceil(seconds * 3 + hold / 1000 + 20)),
  ];
  const before = cpuMs(answerer.pid ?? 0) ?? 0;
  const started = performance.now();
  const generator = spawn('taskset', [...args, ...more], {
    stdio: 'ignore',
    cwd: folder,
    env: { ...process.env, TERM: 'dumb' },
  });
  let generated = 0;
  const watch = setInterval(() => {
    generated = cpuMs(generator.pid ?? 0) ?? generated;
  }, 100);
  await once(generator, 'exit');
  clearInterval(watch);
  const wallMs = performance.now() - started;
  const used = (cpuMs(answerer.pid ?? 0) ?? before) - before;
  const cells = lastLine(stats);
  rmSync(folder, { recursive: true, force: true });
  const number = (name: string): number => Number(cells[name] ?? 0);
  const [succeeded, failed, sentAgain] = [
    number('SuccessfulCall(C)'),
    number('FailedCall(C)'),
    number('Retransmissions(C)'),
  ];
  const reached = succeeded / ((wallMs - hold) / 1000);
  return {
    rate,
    reached: Math.round(reached * 10) / 10,
    calls: succeeded,
    failed: failed + (calls - succeeded - failed),
    sentAgain,
    answerMs: Math.round(inMs(cells['ResponseTime1(C)'] ?? '') * 100) / 100,
    answererCorePercent: Math.round((used / wallMs) * 1000) / 10,
    generatorCorePercent: Math.round((generated / wallMs) * 1000) / 10,
    kept: succeeded === calls && reached >= rate * 0.95 && sentAgain < calls * 3 * 0.01,
  };
};

const series = async (answerer: ChildProcess, port: number): Promise<Try[]> => {
  const tries: Try[] = [];
  for (const rate of rates) {
    const one = await ring(answerer, port, rate);
    tries.push(one);
    if (!values.json)
      console.log(
        `  ${String(rate).padStart(5)}/s  ${one.kept ? 'kept up' : 'not kept'}  ${one.calls} calls, ${one.failed} failed, ${one.sentAgain} sent again, ` +
          `answered in ${one.answerMs} ms, core ${one.answererCorePercent} %, generator ${one.generatorCorePercent} %`,
      );
    if (!one.kept) break;
  }
  return tries;
};

const measure = async (): Promise<void> => {
  const say = (text: string): void => {
    if (!values.json) console.log(text);
  };
  say(`Calls of ${hold} ms, ${seconds} s at each rate; the box answers each and sends RTP all the while`);
  const box = fork(import.meta.filename, ['--answer'], {
    execPath: 'taskset',
    execArgv: ['-c', '0', process.execPath],
  });
  const [port] = (await once(box, 'message')) as [number];
  const ours = await series(box, port);
  box.disconnect();
  await once(box, 'exit');
  say("sipp's own uas, no media");
  const uas = spawn('taskset', ['-c', '0', 'sipp', '-sn', 'uas', '-i', '127.0.0.1', '-p', '14999', '-nostdin'], {
    stdio: 'ignore',
    env: { ...process.env, TERM: 'dumb' },
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const theirs = await series(uas, 14_999);
  uas.kill('SIGKILL');
  await once(uas, 'exit');
  const best = (tries: readonly Try[]): number => tries.findLast(({ kept }) => kept)?.rate ?? 0;
  const result = { seconds, hold, box: { best: best(ours), tries: ours }, sipp: { best: best(theirs), tries: theirs } };
  if (values.json) console.log(JSON.stringify(result));
  else console.log(`Kept up: the box ${result.box.best} calls a second with media, sipp ${result.sipp.best} without`);
};

await (values.answer ? answerAll() : measure());
