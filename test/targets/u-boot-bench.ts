// A U-Boot machine with 1.0.0 on its disk and a cloud that has a task to 2.0.1 for it, and the proof that
// `flashline flash` did this task. Not here: how the machine's console is reached.
import { join } from 'node:path'
import { expect } from 'vitest'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import type { Job, StationEvent } from '../../preload/contract/index.ts'
import { runCli } from '../hosts/run-cli.ts'
import { startUBoot, type UBootMachine } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

export const productId = 'u-boot-demo'
export const deviceId = '1001'

export interface UBootImages {
  readonly dir: string
  readonly old: Uint8Array
  readonly new: Uint8Array
}

export async function buildUBootImages(dir: string): Promise<UBootImages> {
  return { dir, old: await buildUBootImage(dir, '1.0.0'), new: await buildUBootImage(dir, '2.0.1') }
}

export interface UBootBench {
  readonly images: UBootImages
  readonly cloud: LocalCloud
  readonly machine: UBootMachine
  readonly taskId: string
  readonly token: string
  readonly dataDir: string
}

/** `name` is one per folder. */
export async function withUBootBench(
  images: UBootImages,
  { name, console }: { readonly name: string; readonly console: 'pty' | 'tcp' },
  work: (bench: UBootBench) => Promise<void>,
): Promise<void> {
  const { dir } = images
  const dataDir = join(dir, `station-${name}`)
  const cloud = await startLocalCloud({ dataDir: join(dir, `cloud-${name}`) })
  try {
    await using machine = await startUBoot({
      diskPath: join(dir, `disk-${name}.img`),
      disk: images.old,
      console,
    })
    await cloud.admin.addProduct({ productId })
    await cloud.admin.addDevice({ deviceId, productId })
    const firmware = await cloud.admin.addFirmwareFile(images.new, 'app-2.0.1.img')
    const taskId = await cloud.admin.addTask({
      productId,
      fromVersion: 10_000,
      toVersion: 20_001,
      firmware,
      deviceIds: [deviceId],
    })
    const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
    await work({ images, cloud, machine, taskId, token, dataDir })
  } finally {
    await cloud.close()
  }
}

/** Flashes over `link` and proves the disk, the events, the record, and what the cloud got. */
export async function expectFlashed(bench: UBootBench, link: string): Promise<void> {
  const { images, cloud, machine, taskId, token, dataDir } = bench
  const result = await runCli(
    [
      ...['flash', '--link', link, '--profile', 'u-boot', '--device', deviceId, '--task', taskId],
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

  expect(Buffer.from(await machine.readDisk()).equals(images.new)).toBe(true)
  expect(await cloud.admin.listOtaLogs()).toMatchObject([{ device_id: deviceId, task_id: taskId, status: 2 }])
  expect(await cloud.admin.listReports()).toMatchObject([
    { device_id: deviceId, task_id: taskId, result: 0, last_version: 10_000, current_version: 20_001 },
  ])
  expect((await cloud.admin.getTask(taskId))?.upgradedCount).toBe(1)

  const history = await runCli(['history', '--data', dataDir, '--json'])
  expect(history.stdout).toContain(finished?.type === 'jobFinished' ? finished.job.jobId : 'no job')
}
