// Two projects: `unit` runs anywhere; `targets` flashes real boot loaders and host tools and fails when one is missing.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/targets/**', 'test/e2e/**'],
          testTimeout: 20_000,
          // Most files wait for timers and children: one more at a time than the machine has processors to spare.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'targets',
          include: ['test/targets/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Two emulated machines at once would starve each other on two cores.
          fileParallelism: false,
        },
      },
    ],
  },
})
