// A thousand connections that say nothing: bounded, and who has something to say is heard.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startLocalCloud } from '../../main/local-cloud/server.ts'

it('goes on answering, and hangs up on the silent', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-crowd-'))
  const cloud = await startLocalCloud({ dataDir })
  const silent: Socket[] = []
  try {
    const { hostname, port } = new URL(cloud.baseUrl)
    for (let round = 0; round < 10; round++) {
      const dialled = Array.from({ length: 100 }, () => connect({ host: hostname, port: Number(port) }))
      for (const socket of dialled) socket.on('error', () => {}).resume()
      silent.push(...dialled)
      await Promise.all(dialled.map((socket) => once(socket, 'connect')))
      expect((await fetch(`${cloud.baseUrl}/nothing`, { headers: { connection: 'close' } })).status).toBe(404)
    }
    await Promise.all(silent.slice(0, -256).map((socket) => socket.closed || once(socket, 'close')))
    expect(silent.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(256)
  } finally {
    for (const socket of silent) socket.destroy()
    await cloud.close()
    await rm(dataDir, { recursive: true })
  }
})
