import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { loadSealKeys } from '#shared/key-file.ts';
import { MessageSpool, type AloneEvent } from './spool.ts';

let folder: string;
let spool: MessageSpool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  spool = open();
});
afterEach(() => rmSync(folder, { recursive: true }));

const keyFile = (): string => join(folder, 'field.key');
const open = (): MessageSpool => new MessageSpool(join(folder, 'spool'), keyFile(), silentLog());
const files = (): string[] => readdirSync(join(folder, 'spool'));
const text = (): string =>
  files()
    .map((name) => readFileSync(join(folder, 'spool', name), 'utf8'))
    .join('');

const MESSAGE: AloneEvent = {
  kind: 'call.alone',
  line: 'main',
  from: '9375550142',
  to: '100',
  startedAt: 1000,
  endedAt: 2000,
  reason: 'message taken',
  engines: { stt: 's', tts: 't', bench: true },
  transcript: [{ text: 'the gate code is four four one seven', startMs: 900 }],
};

test('with the box\u2019s key nothing of a message is on the disk in clear, and the next run of voice reads it', () => {
  loadSealKeys(keyFile());
  spool.write('call-1', MESSAGE);
  expect(text()).not.toMatch(/four four|9375550142|gate/);
  expect(open().read()).toEqual([{ call: 'call-1', event: MESSAGE }]);
  spool.remove('call-1');
  expect(files()).toEqual([]);
});

test('one taken before core ever ran is kept all the same, and sealed as soon as there is a key', () => {
  spool.write('call-1', MESSAGE);
  expect(text()).toContain('four four one seven');
  loadSealKeys(keyFile());
  expect(open().read()).toEqual([{ call: 'call-1', event: MESSAGE }]);
  expect(text()).not.toContain('four four');
  expect(open().read()).toEqual([{ call: 'call-1', event: MESSAGE }]);
});

test('a file that was moved to another call, or sealed with another key, is left and not sent', () => {
  loadSealKeys(keyFile());
  spool.write('call-1', MESSAGE);
  const moved = text().replace('call-1', 'call-2');
  writeFileSync(join(folder, 'spool', 'call-2.json'), moved);
  expect(
    open()
      .read()
      .map(({ call }) => call),
  ).toEqual(['call-1']);
  rmSync(keyFile());
  loadSealKeys(keyFile());
  expect(open().read()).toEqual([]);
  expect(files().toSorted()).toEqual(['call-1.json', 'call-2.json']);
});

test('what was half written when the power went is taken away', () => {
  spool.write('call-1', MESSAGE);
  writeFileSync(join(folder, 'spool', 'call-3.tmp'), '{"call":"call-3","event":{"tra');
  expect(open().read()).toHaveLength(1);
  expect(files()).toEqual(['call-1.json']);
});
