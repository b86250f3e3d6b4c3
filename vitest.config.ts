import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number, maxConcurrency = 5) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, maxConcurrency, environment: 'node' as const },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['appliance/**/*.test.ts', 'demo/**/*.test.ts'], 20_000),
      project('architecture', ['tests/architecture/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 120_000),
      // Calls in real time, each with a box of its own: two cores carry two.
      project('e2e', ['tests/e2e/**/*.test.ts'], 900_000, 2),
      project('renderer', ['tests/renderer/**/*.test.ts'], 180_000),
    ],
  },
});
