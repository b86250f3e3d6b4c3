import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../appliance/core/main.ts');

/** A real core process on a data folder of its own, which a test may let die at a named place. */
export class CoreProcess {
  readonly dataFolder: string;
  readonly socketPath: string;
  /** Business time minus the machine's, ms. */
  #offset: number;
  #child: ChildProcess | null = null;
  /** Port of its API, once it is ready. */
  httpPort = 0;
  /** Signals of the ends seen so far. */
  readonly deaths: string[] = [];
  log = '';

  readonly #config: string | undefined;

  /**
   * @param now its business time when it first starts
   * @param config a configuration file
   */
  constructor(dataFolder: string, now: string, config?: string) {
    this.#config = config;
    this.dataFolder = dataFolder;
    this.socketPath = join(dataFolder, 'run', 'link.sock');
    this.#offset = Date.parse(now) - Date.now();
  }

  /** @param fault `name` or `name#count`: where this start is to end */
  async start(fault?: string): Promise<void> {
    const { PILOT_FAULT: _dropped, ...env } = process.env;
    const argv = ['--data', this.dataFolder, '--http-port', '0', `--clock-offset=${this.#offset}`];
    if (this.#config !== undefined) argv.push('--config', this.#config);
    const child = fork(MAIN, argv, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...env, PILOT_LOG: 'warn', ...(fault === undefined ? {} : { PILOT_FAULT: fault }) },
    });
    this.#child = child;
    child.stderr?.on('data', (text: Buffer) => {
      this.log += text.toString('utf8');
    });
    child.once('exit', (code, signal) => this.deaths.push(signal ?? `code ${code}`));
    await new Promise<void>((ready, failed) => {
      child.once('message', (message: { ready?: boolean; httpPort?: number }) => {
        this.httpPort = message.httpPort ?? 0;
        ready();
      });
      child.once('exit', (code, signal) =>
        signal === 'SIGKILL' ? ready() : failed(new Error(`core ended with ${code}: ${this.log}`)),
      );
    });
  }

  /** So much business time passes before it starts the next time, ms. */
  pass(ms: number): void {
    this.#offset += ms;
  }

  /** Resolves when the process started last has ended. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.gone();
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.gone();
  }
}
