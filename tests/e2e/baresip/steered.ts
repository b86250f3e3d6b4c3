import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { freePort } from '../sipp/run.ts';
import { prepare, tone } from './phone.ts';

/** What baresip tells of itself on its control connection. */
export interface BaresipEvent {
  readonly type: string;
  readonly param: string;
}

/** The whole netstrings in `data`, and what is left of it (D. J. Bernstein's netstrings: `5:hello,`). */
const netstrings = (data: string): { texts: string[]; rest: string } => {
  const texts: string[] = [];
  let rest = data;
  for (let head = /^(\d+):/.exec(rest); head; head = /^(\d+):/.exec(rest)) {
    const from = head[0].length;
    const to = from + Number(head[1]);
    if (rest.length <= to) break;
    texts.push(rest.slice(from, to));
    rest = rest.slice(to + 1);
  }
  return { texts, rest };
};

/** A real phone that a test steers key by key, over baresip's control connection. */
export class SteeredBaresip implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #control: Socket;
  readonly events: BaresipEvent[] = [];
  #output = '';
  #read = 0;

  private constructor(port: number, folder: string, child: ChildProcess, control: Socket) {
    this.port = port;
    this.#folder = folder;
    this.#child = child;
    this.#control = control;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        this.#output += data.toString();
      });
    let rest = '';
    control.setEncoding('latin1').on('data', (data: string) => {
      const parts = netstrings(rest + data);
      rest = parts.rest;
      for (const text of parts.texts) {
        const told = JSON.parse(text) as { event?: boolean; type?: string; param?: string };
        if (told.event === true) this.events.push({ type: told.type ?? '', param: told.param ?? '' });
      }
    });
  }

  /** @param account parameters of the account, each beginning with a semicolon, as `;transport=tcp` */
  static async start(
    options: { account?: string; modules?: readonly string[]; lines?: readonly string[] } = {},
  ): Promise<SteeredBaresip> {
    const control = await freePort();
    const { folder, port } = await prepare('phone', tone(), {
      account: options.account ?? '',
      modules: options.modules ?? [],
      lines: ['module_app ctrl_tcp.so', `ctrl_tcp_listen 127.0.0.1:${control}`, ...(options.lines ?? [])],
    });
    const child = spawn('baresip', ['-f', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error('baresip ended before it was ready')));
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data: Buffer) => {
          if (data.toString().includes('baresip is ready')) resolve();
        });
    });
    const socket = createConnection(control, '127.0.0.1');
    await once(socket, 'connect');
    return new SteeredBaresip(port, folder, child, socket);
  }

  /** `dial`, `hold`, `resume`, `sndcode`, `transfer`, `hangup`: as typed at its prompt. */
  command(command: string, params = ''): void {
    const text = JSON.stringify({ command, params, token: command });
    this.#control.write(`${text.length}:${text},`);
  }

  /** The next event of this type that was not yet given out. */
  async event(type: string, withinMs = 10_000): Promise<BaresipEvent> {
    const until = performance.now() + withinMs;
    for (;;) {
      const at = this.events.findIndex((one, i) => i >= this.#read && one.type === type);
      const found = this.events[at];
      if (found) {
        this.#read = at + 1;
        return found;
      }
      if (performance.now() > until)
        throw new Error(
          `baresip never told ${type}, but ${this.events.map((one) => one.type).join(', ')}\n${this.#output.slice(-2000)}`,
        );
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#control.destroy();
    this.#child.kill('SIGTERM');
    await gone;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
