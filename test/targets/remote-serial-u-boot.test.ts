// The whole way through a real serial server: ser2net, raw and with RFC 2217, in front of U-Boot in QEMU.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../hosts/run-cli.ts'
import { startSer2net } from './ser2net.ts'
import {
  buildUBootImages,
  deviceId,
  expectFlashed,
  type UBootImages,
  withUBootBench,
} from './u-boot-bench.ts'

let dir: string
let images: UBootImages

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-remote-'))
  images = await buildUBootImages(dir)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.each(['tcp', 'rfc2217'] as const)('from 1.0.0 to 2.0.1 over %s', (scheme) =>
  withUBootBench(images, { name: scheme, console: 'pty' }, async (bench) => {
    await using server = await startSer2net(bench.machine.address, scheme, 115_200)
    await expectFlashed(bench, server.address)
  }),
)

/** Two whole jobs. */
const twiceMs = 360_000

test(
  'a server that dies in mid-flash ends the job as lost; the next job through a new one passes',
  () =>
    withUBootBench(images, { name: 'cut', console: 'pty' }, async (bench) => {
      const { machine, taskId, cloud, dataDir, token } = bench
      const flash = (link: string, onOutput?: (said: string) => void) =>
        runCli(
          [
            ...['flash', '--link', link, '--profile', 'u-boot', '--device', deviceId, '--task', taskId],
            ...['--cloud', cloud.baseUrl, '--data', dataDir, '--json'],
          ],
          { FLASHLINE_TOKEN: token },
          onOutput,
        )
      {
        await using server = await startSer2net(machine.address, 'rfc2217', 115_200)
        const cut = await flash(server.address, (said) => {
          if (/"type":"progress"[^\n]*"doneBytes":[1-9]/.test(said)) server.kill()
        })
        expect(cut.stdout).toContain('LINK_LOST')
        expect(cut.status).toBe(1)
      }
      expect(Buffer.from(await machine.readDisk()).equals(images.new)).toBe(false)
      await machine.powerCycle()
      await using server = await startSer2net(machine.address, 'rfc2217', 115_200)
      const repeated = await flash(server.address)
      expect(repeated.status).toBe(0)
      expect(Buffer.from(await machine.readDisk()).equals(images.new)).toBe(true)
    }),
  twiceMs,
)
