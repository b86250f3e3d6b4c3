import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { PilotError } from '#shared/errors.ts';

const PILOT = resolve(import.meta.dirname, '..', 'cli', 'pilot.ts');
const START_MS = 60_000;
const STOP_MS = 15_000;

export interface BoxOptions {
  readonly dataFolder: string;
  /** Where the business clock starts: an ISO instant. */
  readonly now: string;
  /** 0: any free port. */
  readonly httpPort: number;
  readonly sipPort: number;
  readonly config?: string;
}

/** The real box, running as its own processes. */
export interface Box extends AsyncDisposable {
  /** What to ring, and where the console is. */
  readonly sip: string;
  readonly http: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly pids: { readonly run: number; readonly voice: number; readonly core: number };
  /** Settles when the box ended by itself. */
  readonly gone: Promise<number | null>;
  stop(): Promise<void>;
}

interface Ready {
  readonly ready: true;
  readonly sip: string;
  readonly http: string;
  readonly pids: Box['pids'];
}

const healthy = async (http: string, until: number): Promise<boolean> => {
  for (;;) {
    const answer = await fetch(`${http}/healthz`).catch(() => null);
    if (answer?.ok) return true;
    if (performance.now() > until) return false;
    await new Promise((wait) => setTimeout(wait, 200));
  }
};

const stopProcess = async (child: ChildProcess, exited: Promise<unknown>): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(force);
};

const running = new Set<ChildProcess>();

/** Ends every box that this process started: a signal that ends it would leave them behind. */
export const endBoxes = (): void => {
  for (const child of running) child.kill('SIGTERM');
};

/**
 * Starts `pilot run` and waits until it answers calls and requests.
 * @throws PilotError `box_not_started` naming the log
 */
export const startBox = async (options: BoxOptions): Promise<Box> => {
  await mkdir(options.dataFolder, { recursive: true });
  const logFile = join(options.dataFolder, 'box.log');
  const log = createWriteStream(logFile, { flags: 'a' });
  const args = [PILOT, 'run', '--json', '--data', options.dataFolder, '--now', options.now];
  args.push('--http-port', String(options.httpPort), '--sip-port', String(options.sipPort));
  if (options.config !== undefined) args.push('--config', options.config);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => {
    log.write(piece);
    complaint = (complaint + piece.toString()).slice(-2000);
  });
  const gone = new Promise<number | null>((settle) => {
    child.once('exit', (code) => settle(code));
    child.once('error', () => settle(null));
  });
  const stop = async (): Promise<void> => {
    await stopProcess(child, gone);
    log.end();
  };

  const until = performance.now() + START_MS;
  const { promise: told, resolve: tell } = Promise.withResolvers<Ready | null>();
  const timer = setTimeout(() => tell(null), START_MS);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) tell(JSON.parse(line) as Ready);
  });
  void gone.then(() => tell(null));
  const ready = await told;
  clearTimeout(timer);
  if (ready === null || !(await healthy(ready.http, until))) {
    await stop();
    const plain = complaint.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    throw new PilotError('box_not_started', `the box did not start: ${plain.join(' ') || 'no reason was given'}`, {
      fix: `Its log is ${logFile}.`,
    });
  }
  const { sip, http, pids } = ready;
  return { sip, http, pids, dataFolder: options.dataFolder, logFile, gone, stop, [Symbol.asyncDispose]: stop };
};
