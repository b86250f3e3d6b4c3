import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemorySearch } from '#fakes/memory-search.ts';
import { captureStdout } from '#fakes/stdout.ts';
import { searchCommand } from './search.ts';

const out = captureStdout();
let search: MemorySearch;
let api: CoreApi;

beforeEach(async () => {
  search = new MemorySearch();
  search.hits.push(
    {
      kind: 'customer',
      id: 'c',
      title: 'Dana Whitlock',
      subtitle: '614-555-0142',
      matched: [{ field: 'name', how: 'like', text: 'Dana Whitlock' }],
    },
    { kind: 'job', id: 'j', title: 'J-1042 AC repair', subtitle: '', matched: [] },
  );
  api = await openCoreApi({ search });
  out.clear();
});
afterEach(() => api[Symbol.asyncDispose]());
const run = (...argv: string[]): Promise<number> => searchCommand([...argv, '--data', api.folder]);

test('shows what was found, and why', async () => {
  expect(await run('dana', 'witlock', '--kinds', 'customer')).toBe(0);
  expect(out.text).toBe('customer    Dana Whitlock  (name like)\n            614-555-0142\n');
  out.clear();
  await run('dana', '--json');
  expect(JSON.parse(out.text)).toMatchObject({ hits: [{ id: 'c' }, { id: 'j' }] });
  expect(search.asked).toEqual([
    'business-1 dana witlock customer',
    'business-1 dana customer,location,job,equipment,technician,call',
  ]);
});

test('has everything made findable anew, and names what it does not take', async () => {
  await run('--rebuild');
  expect(search.rebuilt).toBe(1);
  await expect(run()).rejects.toMatchObject({ code: 'usage' });
  await expect(run('dana', '--kinds', 'horses')).rejects.toMatchObject({ code: 'api.bad_request' });
});
