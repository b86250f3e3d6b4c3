import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import { createFeedHub, type FeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { apiParts } from '#fakes/api-parts.ts';
import { MemoryAlerts } from '#fakes/memory-alerts.ts';
import { MemoryLines } from '#fakes/memory-lines.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { MemoryReaders } from '#fakes/memory-readers.ts';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { SAMPLE_NOW } from '#fakes/sample-records.ts';
import type { HealthReport } from '#shared/api/health.ts';

const top = fileURLToPath(new URL('../../', import.meta.url));

export interface Office {
  readonly browser: Browser;
  /** The console as built from the sources of now. */
  readonly pages: string;
  close(): Promise<void>;
}

/** A browser, and the console built for it. One for a whole test file. */
export const openOffice = async (): Promise<Office> => {
  const pages = await mkdtemp(join(tmpdir(), 'pilot-console-'));
  const vite = join(top, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--outDir', pages, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: join(top, 'desktop/console'),
    },
  );
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    browser,
    pages,
    async close() {
      await browser.close();
      await rm(pages, { recursive: true, force: true });
    },
  };
};

/** The real server on a real port, over records in memory. It can be stopped and started again on the same port. */
export class Box {
  readonly readers = new MemoryReaders();
  /** What the traces take for now. */
  now = SAMPLE_NOW;
  readonly traces = new MemoryTraces(() => this.now);
  readonly lines = new MemoryLines(() => SAMPLE_NOW);
  readonly outbound = new MemoryOutbound();
  readonly alerts = new MemoryAlerts();
  readonly feed: FeedHub;
  health: HealthReport = { status: 'ok', checks: [] };
  readonly #pages: string;
  readonly #folder: string;
  #app: FastifyInstance | null = null;
  #port = 0;

  private constructor(pages: string, folder: string, bench: boolean) {
    this.#pages = pages;
    this.#folder = folder;
    this.feed = createFeedHub(
      { shop: 'Lakeside Heating and Air', ring: '(555) 555-0100', zone: 'America/New_York', bench },
      () => SAMPLE_NOW,
    );
  }

  static async start(office: Office, bench = false): Promise<Box> {
    const box = new Box(office.pages, await mkdtemp(join(tmpdir(), 'pilot-box-')), bench);
    await box.start();
    return box;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#app = await buildServer(
      apiParts({
        readers: () => this.readers,
        lines: this.lines,
        outbound: this.outbound,
        alerts: this.alerts,
        feed: this.feed,
        health: async () => this.health,
        traces: this.traces,
        consoleFolder: this.#pages,
      }),
    );
    await this.#app.listen({ host: '127.0.0.1', port: this.#port });
    this.#port = (this.#app.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = null;
  }

  /** A second of two-channel silence as the recording of a call. */
  async record(callId: string, seconds: number): Promise<void> {
    const path = join(this.#folder, `${callId}.wav`);
    await writeFile(path, silentWav(seconds));
    this.readers.recordings.set(callId, path);
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** 16-bit PCM, 8 kHz, two channels. */
const silentWav = (seconds: number): Buffer => {
  const data = Buffer.alloc(seconds * 8_000 * 4);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(32_000, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
};

export interface Visit {
  readonly page: Page;
  /** What went wrong on the page: errors thrown, and everything the page's policy refused. */
  readonly complaints: string[];
}

/** A fresh profile looking at the console. */
export const visit = async (
  office: Office,
  box: Box,
  look: { width?: number; height?: number; colorScheme?: 'light' | 'dark' } = {},
): Promise<Visit> => {
  const context = await office.browser.newContext({
    viewport: { width: look.width ?? 1360, height: look.height ?? 900 },
    colorScheme: look.colorScheme ?? 'light',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught|Warning:/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(box.origin);
  return { page, complaints };
};
