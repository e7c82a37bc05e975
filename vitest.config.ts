// `unit` runs anywhere, and so does `campaign`, the short forms of what test/campaign tries to break; `dist` packs the
// build and looks into the package (Linux); `targets` flashes real boot loaders, mostly in emulated machines, `kernel` uses
// the serial ports of an emulated Linux, and `peers` meets other real programs that need no machine of their own; `postgres`
// runs suites of local clouds on a real PostgreSQL. The last four fail when a tool is missing.
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
  'postgres-cloud',
  'postgres-database',
  'pull-curl',
  'pull-mosquitto',
  's3-files',
  'stm32flash',
  'tftp-curl',
].map((name) => `test/targets/${name}.test.ts`)

/** Unplugs ports while a kernel watches, and has to be in time for that. */
const kernel = 'test/targets/kernel.test.ts'

/** A short form of the campaign that needs a real PostgreSQL. */
const killedCloud = 'test/campaign/postgres.test.ts'

/** Of local clouds, again with a real PostgreSQL below them. */
const onPostgres = [
  'test/local-cloud/**/*.test.ts',
  'test/conformance/{answers,iot-rpc,living,server,xlink,xlink-rules}.test.ts',
  'test/station/two-stations.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/targets/**', 'test/e2e/**', 'test/dist/**', 'test/campaign/**'],
          testTimeout: 20_000,
          // A third of the time went into loading the same modules for each file anew.
          isolate: false,
          // Most files wait for timers and children: one more at a time than the machine has processors.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          name: 'campaign',
          include: ['test/campaign/**/*.test.ts'],
          exclude: [killedCloud],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Each starts stations and clouds of its own, and some of them watch how late they are.
          fileParallelism: false,
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
          name: 'kernel',
          include: [kernel],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'targets',
          include: ['test/targets/**/*.test.ts'],
          exclude: [...peers, kernel],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Two emulated machines at once would starve each other on two cores.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'postgres',
          include: onPostgres,
          // What is about the file.
          exclude: ['test/local-cloud/database/**', 'test/local-cloud/migration.test.ts'],
          setupFiles: 'test/targets/on-postgres/set-up.ts',
          globalSetup: 'test/targets/on-postgres/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'peers',
          include: [...peers, killedCloud],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
