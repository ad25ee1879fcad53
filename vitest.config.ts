import { defineConfig } from 'vitest/config';

/**
 * Fast projects run everything in parallel. Those that start nodes, workers or browsers run one file at a time,
 * because two cores shared by several video calls prove nothing. They have a second try each: on a machine that others
 * keep busy a browser or an encoder may be starved for longer than any sensible bound. `npm test` lists who needed it.
 */
export default defineConfig({
  test: {
    // `npm run coverage`: the cores have no branch that no test takes.
    coverage: {
      include: ['src/{room-state,floor-control,push-pull-urls}/**/*.ts'],
      thresholds: { branches: 100 },
    },
    projects: [
      { test: { name: 'unit', include: ['test/{unit,property,contract,setup}/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
