import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readTask } from '../../main/clouds/xlink/schema.ts'
import { addTaskForFile } from '../../main/local-cloud/add-task-for-file.ts'
import { startLocalCloud } from '../../main/local-cloud/server.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-add-task-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

it('gives a cloud that runs a task that a device finds at once, with the file behind it', async () => {
  const cloud = await startLocalCloud({ dataDir: join(dir, 'cloud') })
  try {
    const image = join(dir, 'app.img')
    await writeFile(image, 'the image')
    const taskId = await addTaskForFile({
      dataDir: join(dir, 'cloud'),
      product: 'p1',
      deviceIds: ['1001'],
      image,
      from: 10_000,
      to: 20_001,
    })
    const answer = await fetch(`${cloud.baseUrl}/v2/upgrade/firmware/check/1001`, {
      method: 'POST',
      headers: {
        'Access-Token': await cloud.admin.issueToken(['user']),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ product_id: 'p1', current_version: 10_000 }),
    })
    const task = readTask(await answer.json())
    expect(task).toMatchObject({ taskId, toVersion: 20_001, image: { sizeBytes: 9 } })
    expect(await (await fetch(task.image.url)).text()).toBe('the image')
  } finally {
    await cloud.close()
  }
})

it('names an image that is not there', async () => {
  const task = {
    dataDir: join(dir, 'cloud'),
    product: 'p1',
    deviceIds: ['1'],
    image: join(dir, 'none'),
    from: 1,
    to: 2,
  }
  await expect(addTaskForFile(task)).rejects.toMatchObject({
    code: 'IMAGE_UNREADABLE',
    context: { file: 'none' },
  })
})
