// The whole way on a real boot loader: `flashline flash` takes U-Boot's disk from 1.0.0 to 2.0.1 over a PTY and over
// TCP; the disk is the image to the byte, and the cloud has exactly one ota-log, one report, one upgraded device.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../hosts/run-cli.ts'
import {
  buildUBootImages,
  deviceId,
  expectFlashed,
  productId,
  type UBootImages,
  withUBootBench,
} from './u-boot-bench.ts'

let dir: string
let images: UBootImages

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-u-boot-'))
  images = await buildUBootImages(dir)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('flashline flash on U-Boot', () => {
  for (const console of ['pty', 'tcp'] as const)
    it(`from 1.0.0 to 2.0.1 over ${console}`, () =>
      withUBootBench(images, { name: console, console }, (bench) =>
        expectFlashed(bench, bench.machine.address),
      ))

  it('refuses a device without a task, writes nothing, owes nothing, and starts it again', () =>
    withUBootBench(
      images,
      { name: 'refused', console: 'tcp' },
      async ({ cloud, machine, taskId, token, dataDir }) => {
        await cloud.admin.setTaskStatus(taskId, 'stopped')
        const result = await runCli(
          [
            ...['flash', '--link', machine.address, '--profile', 'u-boot', '--device', deviceId],
            ...['--product', productId, '--cloud', cloud.baseUrl, '--data', dataDir],
          ],
          { FLASHLINE_TOKEN: token },
        )
        expect(result.status).toBe(3)
        expect(result.stderr).toContain('TASK_NONE')
        expect(Buffer.from(await machine.readDisk()).equals(images.old)).toBe(true)
        expect(await cloud.admin.listReports()).toEqual([])
        expect(await cloud.admin.listOtaLogs()).toEqual([])
      },
    ))
})
