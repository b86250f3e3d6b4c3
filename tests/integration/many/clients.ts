import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a client's work ended: null when it did all of it, else what it ended with and what it complained of. */
export type ClientEnd = { readonly signal: string | null; readonly complaint: string } | null;

/**
 * A process that serves callers: it takes a line of JSON for each piece of work, answers in lines of JSON, and tells by `{"served": true}`
 * that it is done. It goes on to the next piece; one that was killed is started anew.
 */
export class Client {
  readonly #script: string;
  #child: ChildProcess | null = null;
  #told: (line: string) => void = () => undefined;
  #complaint = '';

  constructor(script: string) {
    this.#script = script;
  }

  /** @param onLine every line but the last */
  async serve<Line extends object>(work: object, onLine: (line: Line) => void): Promise<ClientEnd> {
    const child = this.#child ?? this.#start();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#told = (text) => {
      const line = JSON.parse(text) as Line | { readonly served: true };
      if ('served' in line) resolve();
      else onLine(line);
    };
    const gone = once(child, 'close') as Promise<[number | null, string | null]>;
    this.send(work);
    const end = await Promise.race([promise, gone]);
    if (end === undefined) return null;
    this.#child = null;
    return { signal: end[1], complaint: `${end[0] ?? end[1]}: ${this.#complaint}` };
  }

  send(line: object): void {
    this.#child?.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#script], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.#complaint = '';
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (text: Buffer) => (this.#complaint += text.toString()));
    createInterface(child.stdout).on('line', (text) => this.#told(text));
    return child;
  }

  /** It ends once it reads no more. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const gone = once(child, 'close');
    child.stdin?.end();
    await gone;
  }
}

/** So many clients, which a run of several seeds keeps. */
export class Clients implements AsyncDisposable {
  readonly all: readonly Client[];

  constructor(script: string, count: number) {
    this.all = Array.from({ length: count }, () => new Client(script));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()));
  }
}
