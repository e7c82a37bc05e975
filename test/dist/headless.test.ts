// The packed program works where only the package is: its headless door, started by Node far from our sources, flashes the
// practice bench to PASS and tells it over REST and WebSocket.
import { once } from 'node:events'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { StationClient } from '../../main/station/router.ts'
import { jobSchema, snapshotSchema } from '../../preload/contract/index.ts'
import { startBuilt } from '../e2e/built-program.ts'

it('flashes the practice bench', async () => {
  const program = join(inject('packed').contents, 'out', 'main', 'cli.js')
  const station = await startBuilt(['serve', '--practice'], /http:\S+(?=\n)/, {}, program)
  const address = new URL(station.said)
  const headers = { authorization: `Bearer ${address.searchParams.get('token')}` }
  const ask = async (method: string, path: string): Promise<unknown> => {
    const response = await fetch(new URL(`/api${path}`, address), { method, headers })
    expect(response.status).toBe(200)
    return response.json()
  }
  const socket = new WebSocket(`ws://${address.host}/rpc`, { headers })
  const open = once(socket, 'open')
  try {
    const page = await fetch(new URL('/', address), { headers })
    expect(await page.text()).toContain('<title>Flashline</title>')

    await open
    // The library types the browser's WebSocket; this one has the same events and methods.
    const client: StationClient = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    )
    const { seq, slots } = snapshotSchema.parse(await ask('GET', '/snapshot'))
    expect(slots.map(({ slotId }) => slotId)).toContain('sim:1')
    const events = await client.station.events({ afterSeq: seq })
    const { jobId } = jobSchema.parse(await ask('POST', '/slots/sim:1/start'))
    for await (const event of events) {
      if (event.type === 'jobFinished' && event.job.jobId === jobId) break
    }
    const { jobs } = z.object({ jobs: z.array(jobSchema) }).parse(await ask('GET', '/jobs'))
    expect(jobs).toMatchObject([{ jobId, outcome: 'passed', slotId: 'sim:1' }])
  } finally {
    socket.terminate()
    await station.close()
  }
})
