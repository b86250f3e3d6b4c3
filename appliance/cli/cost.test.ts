import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryCosts } from '#fakes/memory-costs.ts';
import { costCommand } from './cost.ts';

const out = captureStdout();
let costs: MemoryCosts;
let api: CoreApi;

beforeEach(async () => {
  costs = new MemoryCosts();
  api = await openCoreApi({ costs });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});

const cost = (...argv: string[]) => costCommand([...argv, '--data', api.folder]);

test('day and month are told by kind, against the budget', async () => {
  expect(await cost()).toBe(0);
  expect(out.text).toBe(
    [
      '2026-11-23  $1.25 of $10.00',
      '  carrier              $0.90  90 min',
      '  energy              $0.045  225 Wh (an estimate)',
      '  premium             $0.305  1000 characters',
      '2026-11  $1.25 no budget',
      '  carrier              $0.90  90 min',
      '  energy              $0.045  225 Wh (an estimate)',
      '  premium             $0.305  1000 characters',
      '',
    ].join('\n'),
  );
});

test('a budget that is used up says what that means', async () => {
  costs.day = { micros: 10_000_000 };
  await cost('--day');
  expect(out.text.split('\n')[0]).toBe('2026-11-23  $10.00 of $10.00: used up, the premium voice stops');
});

test('one of them, of another day, for programs', async () => {
  await cost('--month', '--date', '2026-10-04', '--json');
  expect(JSON.parse(out.text)).toMatchObject([{ period: 'month', label: '2026-10', currency: 'USD' }]);
});

test('what is no date is refused before core is asked', async () => {
  await expect(cost('--date', 'yesterday')).rejects.toMatchObject({ code: 'usage' });
});
