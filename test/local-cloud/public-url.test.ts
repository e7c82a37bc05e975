// Two local clouds on one data folder behind one address, as behind a balancer: what they answer names that address.
import { expect, it } from 'vitest'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { firmwareBytes, openCloud } from './open-cloud.ts'

const publicUrl = 'https://cloud.plant.example:4518'

it('URLs in answers are those that callers know, whichever process answers', async () => {
  await using first = await openCloud({ publicUrl })
  const second = await startLocalCloud({ dataDir: first.dataDir, publicUrl })
  try {
    const headers = { 'Access-Token': first.token, 'Api-Version': '2' }
    const upload = await fetch(`${second.baseUrl}/v2/firmware-files?name=app.bin`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/octet-stream' },
      body: firmwareBytes,
    })
    const { url, md5, size } = (await upload.json()) as { url: string; md5: string; size: number }
    expect(url).toBe(publicUrl + first.firmware.urlPath)
    const image = (name: string) => ({
      [`${name}_version_url`]: url,
      [`${name}_version_md5`]: md5,
      [`${name}_version_size`]: size,
    })
    const created = await first.call(
      'POST',
      '/v2/upgrade/firmware/task',
      {
        ...{ product_id: 'p1', name: 'Both', description: '-', from_version: 1, target_version: 2 },
        ...image('from'),
        ...image('target'),
      },
      headers,
    )
    expect(created).toMatchObject({ status: 200, body: { target_version_url: url } })
    const { id: taskId } = created.body as { id: string }
    const seen = await fetch(`${second.baseUrl}/v2/upgrade/firmware/tasks/${taskId}`, { headers })
    expect(await seen.json()).toMatchObject({ target_version_url: url })
  } finally {
    await second.close()
  }
  // Kept as a path of ours: under another address it is that one's.
  const moved = await startLocalCloud({ dataDir: first.dataDir })
  try {
    const list = await fetch(`${moved.baseUrl}/v2/upgrade/firmware/tasks?product_id=p1`, {
      headers: { 'Access-Token': first.token },
    })
    expect(JSON.stringify(await list.json())).toContain(`${moved.baseUrl}${first.firmware.urlPath}`)
  } finally {
    await moved.close()
  }
})

it.each(['cloud.plant:4518', 'ftp://cloud.plant', 'https://cloud.plant/path', 'https://user:pw@cloud.plant'])(
  '%j is no address to tell',
  async (wrong) => {
    await expect(openCloud({ publicUrl: wrong })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      context: { field: 'publicUrl' },
    })
  },
)
