import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('a thread comes before the process it is of, where that is allowed', async () => {
  const before = getPriority();
  const path = new URL('./first-in-line.ts', import.meta.url).href;
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     import(${JSON.stringify(path)}).then(({ comeFirst }) => {
       const done = comeFirst();
       parentPort.postMessage({ done, stat: require('node:fs').readFileSync('/proc/thread-self/stat', 'utf8') });
     });`,
    { eval: true },
  );
  const { done, stat } = await new Promise<{ done: boolean; stat: string }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  // Fields after the name in brackets: the 17th is nice (proc(5)).
  const nice = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  expect(nice).toBe(done ? -15 : before);
  expect(getPriority()).toBe(before);
});
