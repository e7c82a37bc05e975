// The whole way on a real boot loader: `flashline flash` takes U-Boot's disk from 1.0.0 to 2.0.1 over a PTY and over
// TCP; the disk is the image to the byte, and the cloud has exactly one ota-log, one report, one upgraded device.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import type { Job, StationEvent } from '../../preload/contract/index.ts'
import { runCli } from '../hosts/run-cli.ts'
import { startUBoot, type UBootMachine } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

let dir: string
let oldImage: Uint8Array
let newImage: Uint8Array

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-u-boot-'))
  oldImage = await buildUBootImage(dir, '1.0.0')
  newImage = await buildUBootImage(dir, '2.0.1')
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const productId = 'u-boot-demo'
const deviceId = '1001'

interface Bench {
  readonly cloud: LocalCloud
  readonly machine: UBootMachine
  readonly taskId: string
  readonly token: string
  readonly dataDir: string
}

async function withBench(
  name: string,
  console: 'pty' | 'tcp',
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const dataDir = join(dir, `station-${name}`)
  const cloud = await startLocalCloud({ dataDir: join(dir, `cloud-${name}`) })
  const machine = await startUBoot({ diskPath: join(dir, `disk-${name}.img`), disk: oldImage, console })
  try {
    cloud.admin.addProduct({ productId })
    cloud.admin.addDevice({ deviceId, productId })
    const firmware = await cloud.admin.addFirmwareFile(newImage, 'app-2.0.1.img')
    const taskId = cloud.admin.addTask({
      productId,
      fromVersion: 10_000,
      toVersion: 20_001,
      firmware,
      deviceIds: [deviceId],
    })
    await work({
      cloud,
      machine,
      taskId,
      token: cloud.admin.issueToken(['corp', 'user', 'platform']),
      dataDir,
    })
  } finally {
    await machine.stop()
    await cloud.close()
  }
}

describe('flashline flash on U-Boot', () => {
  for (const console of ['pty', 'tcp'] as const)
    it(`from 1.0.0 to 2.0.1 over ${console}`, () =>
      withBench(console, console, async ({ cloud, machine, taskId, token, dataDir }) => {
        const result = await runCli(
          [
            ...[
              'flash',
              '--link',
              machine.address,
              '--profile',
              'u-boot',
              '--device',
              deviceId,
              '--task',
              taskId,
            ],
            ...['--cloud', cloud.baseUrl, '--data', dataDir, '--json'],
          ],
          { FLASHLINE_TOKEN: token },
        )
        expect(result.stderr).toBe('')
        expect(result.status).toBe(0)

        const events = result.stdout
          .trim()
          .split('\n')
          .map((line): StationEvent => JSON.parse(line))
        const finished = events.find((event) => event.type === 'jobFinished')
        expect(finished?.job).toMatchObject({
          outcome: 'passed',
          deviceState: 'confirmed',
          fromVersion: { number: 10_000, text: '1.0.0' },
          bootedVersion: { number: 20_001, text: '2.0.1' },
          protocol: 'ymodem',
          profileId: 'u-boot',
        } satisfies Partial<Job>)
        const lines = events.flatMap((event) => (event.type === 'log' ? [event.line.text] : []))
        expect(lines).toContain('APP version 1.0.0 running')
        expect(lines.lastIndexOf('APP version 2.0.1 running')).toBeGreaterThan(
          lines.indexOf('APP version 1.0.0 running'),
        )

        expect(Buffer.from(await machine.readDisk()).equals(newImage)).toBe(true)
        expect(cloud.admin.listOtaLogs()).toMatchObject([{ device_id: deviceId, task_id: taskId, status: 2 }])
        expect(cloud.admin.listReports()).toMatchObject([
          { device_id: deviceId, task_id: taskId, result: 0, last_version: 10_000, current_version: 20_001 },
        ])
        expect(cloud.admin.getTask(taskId)?.upgradedCount).toBe(1)

        const history = await runCli(['history', '--data', dataDir, '--json'])
        expect(history.stdout).toContain(finished?.type === 'jobFinished' ? finished.job.jobId : 'no job')
      }))

  it('refuses a device without a task, writes nothing, owes nothing, and starts it again', () =>
    withBench('refused', 'tcp', async ({ cloud, machine, taskId, token, dataDir }) => {
      cloud.admin.setTaskStatus(taskId, 'stopped')
      const result = await runCli(
        [
          ...['flash', '--link', machine.address, '--profile', 'u-boot', '--device', deviceId],
          ...['--product', productId, '--cloud', cloud.baseUrl, '--data', dataDir],
        ],
        { FLASHLINE_TOKEN: token },
      )
      expect(result.status).toBe(3)
      expect(result.stderr).toContain('TASK_NONE')
      expect(Buffer.from(await machine.readDisk()).equals(oldImage)).toBe(true)
      expect(cloud.admin.listReports()).toEqual([])
      expect(cloud.admin.listOtaLogs()).toEqual([])
    }))
})
