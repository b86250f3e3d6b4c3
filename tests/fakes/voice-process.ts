import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../appliance/voice/main.ts');

/** A real voice process on a data folder, with or without a core beside it. */
export class VoiceProcess {
  readonly #dataFolder: string;
  readonly #more: { readonly config?: string; readonly env?: Record<string, string> };
  #child: ChildProcess | null = null;
  sipPort = 0;
  log = '';

  /** @param more a configuration file, and variables beside those of this process */
  constructor(dataFolder: string, more: { readonly config?: string; readonly env?: Record<string, string> } = {}) {
    this.#dataFolder = dataFolder;
    this.#more = more;
  }

  async start(): Promise<void> {
    const { config, env } = this.#more;
    const flags = config === undefined ? [] : ['--config', config];
    const child = fork(MAIN, ['--data', this.#dataFolder, '--sip-port', '0', ...flags], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, PILOT_LOG: 'warn', ...env },
    });
    this.#child = child;
    child.stderr?.on('data', (text: Buffer) => {
      this.log += text.toString('utf8');
    });
    await new Promise<void>((ready, failed) => {
      child.once('message', (message: { sipPort?: number }) => {
        this.sipPort = message.sipPort ?? 0;
        ready();
      });
      child.once('exit', (code) => failed(new Error(`voice ended with ${code}: ${this.log}`)));
    });
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
