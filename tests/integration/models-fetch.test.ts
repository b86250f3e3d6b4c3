import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { download, type DownloadOptions } from '#ops/models/download.ts';
import { inspectModel, installModel, type InstallOptions } from '#ops/models/install.ts';
import { unpack } from '#ops/models/unpack.ts';
import { readCatalog, type CatalogModel } from '#voice/speech/catalog.ts';

const fixture = (name: string): string => new URL(`../fixtures/models/${name}.tar.bz2`, import.meta.url).pathname;
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const whole = readFileSync(fixture('whole'));

let folder = '';
let server: Server;
let requests: IncomingMessage[] = [];

/** A real HTTP server; `answer` is what it does with each request. */
const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> => {
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.tar.bz2`;
};

/** Sends the file as asked for; the first `cuts` answers break off in the middle. */
const sender = (bytes: Buffer, { ranges = true, cuts = 0 } = {}) => {
  let left = cuts;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const from = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    if (from >= bytes.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (left-- > 0)
      response.write(rest.subarray(0, Math.ceil(rest.length / 3)), () => setTimeout(() => response.destroy(), 20));
    else response.end(rest);
  };
};

beforeEach(async () => {
  requests = [];
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server?.listening ? server.close(resolve) : resolve(undefined)));
  await rm(folder, { recursive: true });
});

const fetchTo = (url: string, more: Partial<DownloadOptions> = {}): Promise<void> =>
  download({ url, path: join(folder, 'file'), bytes: null, sha256: digest(whole), retryMs: 5, ...more });

test('a transfer that breaks off goes on where it stopped', async () => {
  const url = await serve(sender(whole, { cuts: 3 }));
  const seen: number[] = [];
  await fetchTo(url, { onProgress: ({ bytes }) => seen.push(bytes) });
  expect(await readFile(join(folder, 'file'))).toEqual(whole);
  const starts = requests.map((request) => request.headers.range);
  expect(starts).toHaveLength(4);
  expect(starts[0]).toBeUndefined();
  expect(starts.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
  expect(seen.at(-1)).toBe(whole.length);
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
});

test('a server that knows no ranges sends it all again, and the file is right', async () => {
  await fetchTo(await serve(sender(whole, { ranges: false, cuts: 2 })));
  expect(await readFile(join(folder, 'file'))).toEqual(whole);
});

test('what an earlier run left is used; if it was of another file, the download starts over once', async () => {
  const url = await serve(sender(whole));
  await writeFile(join(folder, 'file.part'), whole.subarray(0, 500));
  await fetchTo(url);
  expect(requests[0]?.headers.range).toBe('bytes=500-');
  await writeFile(join(folder, 'file.part'), Buffer.alloc(500, 7));
  await fetchTo(url);
  expect(await readFile(join(folder, 'file'))).toEqual(whole);
});

test('a file with another digest is refused and not kept', async () => {
  const url = await serve(sender(Buffer.concat([whole, Buffer.from('!')])));
  await expect(fetchTo(url)).rejects.toMatchObject({ code: 'model_digest_wrong' });
  expect(await readdir(folder)).toEqual([]);
});

test('a server that never answers well is given up, with what we have kept for next time', async () => {
  const url = await serve((request, response) => {
    if (requests.length === 1) sender(whole, { cuts: 1 })(request, response);
    else response.writeHead(503).end();
  });
  await expect(fetchTo(url, { tries: 3 })).rejects.toMatchObject({ code: 'model_download_failed', retryable: true });
  expect((await stat(join(folder, 'file.part'))).size).toBeGreaterThan(0);
});

test('a wrong address is not tried again', async () => {
  const url = await serve((_, response) => void response.writeHead(404).end());
  await expect(fetchTo(url)).rejects.toMatchObject({
    code: 'model_download_failed',
    message: expect.stringContaining('404') as string,
  });
  expect(requests).toHaveLength(1);
});

test('too little free space is told before anything is written', async () => {
  const url = await serve(sender(whole));
  await expect(fetchTo(url, { freeBytes: () => Promise.resolve(10) })).rejects.toMatchObject({
    code: 'model_disk_full',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a disk that fills in the middle ends it with that name, and the next run goes on', async () => {
  const url = await serve(sender(whole));
  const filling = (path: string, from: number) => {
    const file = createWriteStream(path, { flags: from > 0 ? 'a' : 'w' });
    const write = file._write.bind(file);
    let room = 1000;
    file._write = (piece: Buffer, encoding, done) => {
      if (room > 0) {
        const part = piece.subarray(0, room);
        room -= part.length;
        write(part, encoding, () => done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })));
      } else done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    };
    expect(file).toBeInstanceOf(Writable);
    return file;
  };
  await expect(fetchTo(url, { openFile: filling })).rejects.toMatchObject({ code: 'model_disk_full' });
  expect((await stat(join(folder, 'file.part'))).size).toBe(1000);
  await fetchTo(url);
  expect(requests.at(-1)?.headers.range).toBe('bytes=1000-');
  expect(await readFile(join(folder, 'file'))).toEqual(whole);
});

test('an archive is unpacked without its top folder', async () => {
  expect(await unpack(fixture('whole'), join(folder, 'out'))).toBe(3);
  expect((await readdir(join(folder, 'out'), { recursive: true })).toSorted()).toEqual([
    'model.onnx',
    'test_wavs',
    'test_wavs/notes.txt',
    'tokens.txt',
  ]);
});

test.each(['escaping', 'absolute', 'linking', 'hardlinking'])(
  'an %s archive is refused and writes nothing outside',
  async (name) => {
    await expect(unpack(fixture(name), join(folder, 'a', 'out'))).rejects.toMatchObject({
      code: 'model_archive_refused',
    });
    const written = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => !entry.isDirectory(),
    );
    expect(written.filter((entry) => !`${entry.parentPath}/`.startsWith(join(folder, 'a', 'out/')))).toEqual([]);
    expect(written.some((entry) => entry.isSymbolicLink())).toBe(false);
    expect(existsSync('/tmp/pilot-escaped.txt')).toBe(false);
  },
);

test('a cut-off archive is told as broken', async () => {
  await writeFile(join(folder, 'half.tar.bz2'), whole.subarray(0, whole.length / 2));
  await expect(unpack(join(folder, 'half.tar.bz2'), join(folder, 'out'))).rejects.toMatchObject({
    code: 'model_archive_broken',
  });
});

const model = (url: string, more: Partial<CatalogModel> = {}): CatalogModel => {
  const [base] = readCatalog().filter((entry) => entry.kind === 'nemoCtc');
  if (!base) throw new Error('the catalog has no such kind');
  const sizes = { megabytes: 1, disk_megabytes: 1, bytes: whole.length, sha256: digest(whole) };
  return { ...base, name: 'toy-model', url, ...sizes, files: { model: 'model.onnx' }, ...more };
};
const install = (entry: CatalogModel, more: Partial<InstallOptions> = {}) =>
  installModel({ model: entry, folder: join(folder, 'store'), retryMs: 5, tries: 2, ...more });

test('a model is fetched, verified, unpacked and then there; a second run does nothing', async () => {
  const entry = model(await serve(sender(whole, { cuts: 1 })));
  expect(await install(entry)).toBe('installed');
  expect(await inspectModel(entry, join(folder, 'store'), true)).toEqual({
    name: 'toy-model',
    state: 'ready',
    problems: [],
  });
  expect(await readdir(join(folder, 'store'))).toEqual(['toy-model']);
  const asked = requests.length;
  expect(await install(entry)).toBe('present');
  expect(requests).toHaveLength(asked);
});

test('a model without a digest is fetched only when told to', async () => {
  const entry = model(await serve(sender(whole)), { sha256: null });
  await expect(install(entry)).rejects.toMatchObject({
    code: 'model_unpinned',
    fix: expect.stringContaining('--accept-unpinned') as string,
  });
  expect(requests).toHaveLength(0);
  expect(await install(entry, { acceptUnpinned: true })).toBe('installed');
});

test('an archive that lacks a file is not taken for the model', async () => {
  const lacking = readFileSync(fixture('lacking'));
  const entry = model(await serve(sender(lacking)), { bytes: lacking.length, sha256: digest(lacking) });
  await expect(install(entry)).rejects.toMatchObject({
    code: 'model_archive_incomplete',
    message: expect.stringContaining('tokens.txt') as string,
  });
});

test('a damaged network is found by the check', async () => {
  const entry = model(await serve(sender(whole)));
  await install(entry);
  const path = join(folder, 'store/toy-model/model.onnx');
  await writeFile(path, (await readFile(path)).subarray(0, 2000));
  expect(await inspectModel(entry, join(folder, 'store'), true)).toMatchObject({
    state: 'incomplete',
    problems: [expect.stringContaining('cut off')],
  });
});
