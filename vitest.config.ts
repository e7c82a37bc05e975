// `unit` runs anywhere; `dist` packs the build and looks into the package (Linux); `targets` flashes real boot loaders,
// mostly in emulated machines, and `peers` meets other real programs that need no machine of their own. The last two fail
// when a tool is missing.
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Light enough to run beside an emulated machine. */
const peers = [
  'avrdude',
  'esp-device',
  'espota-client',
  'hand-out-curl',
  'http-ota-curl',
  'image-tools',
  'keychain',
  'mdns-namespaces',
  'mosquitto',
  'mosquitto-devices',
  'pull-curl',
  'pull-mosquitto',
  'stm32flash',
  'tftp-curl',
].map((name) => `test/targets/${name}.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/targets/**', 'test/e2e/**', 'test/dist/**'],
          testTimeout: 20_000,
          // Most files wait for timers and children: one more at a time than the machine has processors.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          name: 'dist',
          include: ['test/dist/**/*.test.ts'],
          globalSetup: 'test/dist/pack.ts',
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'targets',
          include: ['test/targets/**/*.test.ts'],
          exclude: peers,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Two emulated machines at once would starve each other on two cores.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'peers',
          include: peers,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
