import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number, more: object = {}) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' as const, ...more },
});
/**
 * Calls in real time, each with a box of its own: they mostly wait. Apart from all the rest, so that nothing else slows them.
 * A recognizer hears no two calls quite alike, so one that failed is rung once more, and the report says so.
 */
const calls = { maxConcurrency: 2, retry: 1, sequence: { groupOrder: 1 } };

/**
 * The store's tests once more, on a PostgreSQL that the run starts: those of visits and of many processes in the quick suite, all of them in the long
 * one. What tests a file of SQLite has no place here.
 */
const onPostgres = {
  globalSetup: ['tests/fixtures/database/setup.ts'],
  env: { PILOT_TEST_DATABASE: 'postgres' },
};
const postgresTests =
  process.env['PILOT_LONG'] === '1'
    ? [
        'appliance/store/{access,audit,calls,customers,escalation,surveys,tools}/*.test.ts',
        'appliance/api/store-readers.test.ts',
        'tests/integration/{archive,erase,imports,many-bookings,store-bookings,store-crash,store-outbox,store-schedule,store-schema,store-visits}.test.ts',
        'tests/integration/{api-changes,api-fuzz,keys,line-modes,outbound-board}.test.ts',
      ]
    : [
        'appliance/store/customers/*.test.ts',
        'tests/integration/{api-changes,archive,erase,many-bookings,store-schedule,store-schema,store-visits}.test.ts',
      ];

/** The console's sources stand under a package.json of their own, whose imports are its bundler's: as in its vite.config.ts. */
const console = {
  resolve: { alias: [{ find: /^#shared\//, replacement: new URL('./appliance/shared/', import.meta.url).pathname }] },
};

export default defineConfig({
  test: {
    // Two at a time on every machine: vitest's own choice on two cores is one.
    maxWorkers: 2,
    projects: [
      project('unit', ['appliance/**/*.test.ts', 'demo/**/*.test.ts'], 20_000),
      project('architecture', ['tests/architecture/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 120_000),
      project('postgres', ['tests/{postgres/**/*,integration/search}.test.ts', ...postgresTests], 120_000, onPostgres),
      project('e2e', ['tests/e2e/**/*.test.ts'], 900_000, calls),
      { ...console, ...project('renderer', ['tests/renderer/**/*.test.ts'], 180_000) },
    ],
  },
});
