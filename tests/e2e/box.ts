import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { CallRecord, CallSummary } from '#shared/api/records.ts';

const PILOT = resolve(import.meta.dirname, '../../bin/pilot');

export interface BoxOptions {
  /** Start of the business clock; a weekday evening when left out. */
  readonly now?: string;
  /** Text of the configuration file. */
  readonly config?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A folder that outlives the box; one of its own otherwise. */
  readonly dataFolder?: string;
  /** A command that runs the box: its own words follow. */
  readonly under?: readonly string[];
}

interface Ready {
  readonly sip: string;
  readonly http: string;
  readonly data: string;
  readonly pids: { readonly run: number; readonly voice: number; readonly core: number };
}

/** A real box, both processes under their supervisor, on free ports and a data folder of its own. */
export class Box implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string | null;
  readonly #readies: Ready[] = [];
  #waiting: (() => void)[] = [];
  log = '';

  private constructor(child: ChildProcess, folder: string | null) {
    this.#child = child;
    this.#folder = folder;
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.#readies.push(JSON.parse(line) as Ready);
        for (const wake of this.#waiting.splice(0)) wake();
      });
    }
    child.stderr?.on('data', (text: Buffer) => {
      this.log += text.toString('utf8');
    });
    child.once('exit', () => {
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  static async start(options: BoxOptions = {}): Promise<Box> {
    const own = options.dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'pilot-box-')) : null;
    const data = options.dataFolder ?? join(own ?? '', 'data');
    const argv = [
      'run',
      '--json',
      '--data',
      data,
      '--sip-port',
      '0',
      '--http-port',
      '0',
      '--now',
      options.now ?? '2026-03-04T20:10:00-05:00',
    ];
    if (options.config !== undefined) {
      const file = join(own ?? options.dataFolder ?? '', 'pilot.yaml');
      // Trunks are for shops of one's own unless the demo shop is asked for.
      writeFileSync(
        file,
        /^(?:demo_)?shop:/m.test(options.config) ? options.config : `demo_shop: true\n${options.config}`,
      );
      argv.push('--config', file);
    }
    const [command, ...before] = [...(options.under ?? []), PILOT];
    const child = spawn(command, [...before, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PILOT_LOG: 'warn', ...options.env },
    });
    const box = new Box(child, own);
    await box.#next(0);
    return box;
  }

  get ready(): Ready {
    const last = this.#readies.at(-1);
    if (!last) throw new Error(`the box did not start: ${this.log}`);
    return last;
  }

  get sip(): string {
    return this.ready.sip;
  }

  get http(): string {
    return this.ready.http;
  }

  async json<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.http}${path}`)).json()) as T;
  }

  /** Ends one process with SIGKILL and resolves when the box is whole again. */
  async kill(which: 'voice' | 'core'): Promise<void> {
    const seen = this.#readies.length;
    process.kill(this.ready.pids[which], 'SIGKILL');
    await this.#next(seen);
  }

  /** The only call of this box as it stands on record once it has ended. */
  async endedCall(): Promise<CallRecord> {
    for (let tries = 0; tries < 100; tries++) {
      const { items } = await this.json<{ items: CallSummary[] }>('/api/v1/calls?limit=1');
      if (items[0]?.status === 'ended') return await this.json<CallRecord>(`/api/v1/calls/${items[0].id}`);
      await new Promise((wait) => setTimeout(wait, 100));
    }
    throw new Error(`no call ended on this box: ${this.log}`);
  }

  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #next(seen: number): Promise<void> {
    while (this.#readies.length <= seen) {
      if (this.#child.exitCode !== null) throw new Error(`the box ended with ${this.#child.exitCode}: ${this.log}`);
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }
}
