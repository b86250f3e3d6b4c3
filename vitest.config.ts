import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' as const },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['appliance/**/*.test.ts', 'demo/**/*.test.ts'], 20_000),
      project('architecture', ['tests/architecture/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 120_000),
      project('e2e', ['tests/e2e/**/*.test.ts'], 900_000),
      project('renderer', ['tests/renderer/**/*.test.ts'], 180_000),
    ],
  },
});
