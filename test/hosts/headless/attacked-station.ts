// A station that flashes practice boards in a process of its own while somebody attacks its door. Its heap is bounded: what
// grows without end kills it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { StationClient } from '../../../main/station/router.ts'

export const token = 'a-token-of-the-test-0123456789'
const program = join(import.meta.dirname, 'attacked-program.ts')
const readySchema = z.object({ url: z.url() })
const peakSchema = z.object({ peakBytes: z.number() })

export interface AttackedStation extends AsyncDisposable {
  readonly host: string
  /** A socket of somebody who has the key; none of ours is spoken on it. */
  view(): Promise<WebSocket>
  /** The contract's client, over a socket of its own. */
  readonly client: StationClient
  /** What was written to the log. */
  readonly logged: unknown[]
  /** The most memory that it ever had, in bytes. */
  peakBytes(): Promise<number>
  /** Starts the next two of its eight boards, runs the attack, waits for the boards; their outcomes, or why they failed. */
  flashDuring(attack: () => Promise<void>): Promise<string[]>
}

export async function startAttackedStation(): Promise<AttackedStation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-attacked-'))
  const child = fork(program, [dataDir], {
    execArgv: ['--max-old-space-size=128'],
    env: { ...process.env, FLASHLINE_UI_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const logged: unknown[] = []
  const used = new Set<string>()
  const answerOf = <T>(schema: z.ZodType<T>) =>
    new Promise<T>((resolve, reject) => {
      void gone.then(([code, signal]) => reject(new Error(`the station ended: ${code ?? signal}`)))
      const look = (message: unknown) => {
        const { success, data } = schema.safeParse(message)
        if (!success) return
        child.off('message', look)
        resolve(data)
      }
      child.on('message', look)
    })
  child.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'logged' in message) logged.push(message.logged)
  })
  const { host } = new URL((await answerOf(readySchema)).url)
  const view = async () => {
    const socket = new WebSocket(`ws://${host}/rpc`, { headers: { authorization: `Bearer ${token}` } })
    socket.on('error', () => {})
    await once(socket, 'open')
    return socket
  }
  const own = await view()
  // The library types the browser's WebSocket; this one has the same events and methods.
  const client: StationClient = createORPCClient(
    new RPCLink({ websocket: own as unknown as globalThis.WebSocket }),
  )
  return {
    ...{ host, view, client, logged },
    async peakBytes() {
      const answer = answerOf(peakSchema)
      child.send('peak?')
      return (await answer).peakBytes
    },
    async flashDuring(attack) {
      const { seq, slots } = await client.station.snapshot()
      const fresh = slots.filter(({ slotId }) => !used.has(slotId)).slice(0, 2)
      const jobIds: string[] = []
      for (const { slotId } of fresh) {
        used.add(slotId)
        jobIds.push((await client.jobs.start({ slotId })).jobId)
      }
      const ended = new Map<string, string>()
      const flashed = async () => {
        for await (const event of await client.station.events({ afterSeq: seq })) {
          if (event.type === 'jobFinished')
            ended.set(event.job.jobId, event.job.error?.code ?? event.job.outcome)
          if (jobIds.every((jobId) => ended.has(jobId))) return
        }
      }
      await Promise.all([attack(), flashed()])
      return jobIds.map((jobId) => ended.get(jobId) ?? 'lost')
    },
    async [Symbol.asyncDispose]() {
      own.terminate()
      if (child.connected) child.send('close')
      await gone
      await rm(dataDir, { recursive: true })
    },
  }
}
