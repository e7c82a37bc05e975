// The built station in a process of its own, with a watch on its event loop, and the contract's client as the screens have
// it: over a WebSocket, following all events.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { StationClient } from '../../../main/station/router.ts'
import type { LoopDelay } from './loop-delay.ts'

const entry = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url))
const loopDelay = pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href

export interface MeasuredStation extends AsyncDisposable {
  readonly pid: number
  readonly client: StationClient
  /** Since the last call. */
  loopDelay(): Promise<LoopDelay>
}

export interface StationOrder {
  readonly dataDir: string
  /** CSV */
  readonly roster: string
  readonly settings: object
  readonly env: Readonly<Record<string, string>>
  /** Where a profile of its processor time goes at its end; null: none is made. */
  readonly profileDir: string | null
}

export async function startMeasuredStation(order: StationOrder): Promise<MeasuredStation> {
  const { dataDir, profileDir } = order
  const env = { ...process.env, FLASHLINE_KEYCHAIN: 'off' }
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(order.settings))
  const rosterFile = join(dataDir, 'roster.csv')
  await writeFile(rosterFile, order.roster)
  await promisify(execFile)(process.execPath, [entry, 'device', 'import', rosterFile, '--data', dataDir], {
    env,
  })

  const profiling = profileDir === null ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir]
  const child = spawn(
    process.execPath,
    // The station itself is measured, not a process that keeps it.
    [...profiling, '--import', loopDelay, entry, 'serve', '--data', dataDir, '--port', '0', '--no-restart'],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...env, ...order.env } },
  )
  const gone = once(child, 'exit')
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  const ready = once(lines, 'line').then(([line]: string[]) => line ?? '')
  const said = await Promise.race([ready, gone.then(() => 'nothing, and ended')])
  const url = /http:\S+/.exec(said)?.[0]
  if (url === undefined) throw new Error(`the station said ${said}`)
  const address = new URL(url)
  const headers = { authorization: `Bearer ${address.searchParams.get('token')}` }
  const socket = new WebSocket(`ws://${address.host}/rpc`, { headers })
  await once(socket, 'open')
  return {
    pid: child.pid ?? 0,
    // The library types the browser's WebSocket; this one has the same events and methods.
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    async loopDelay() {
      const answer = once(child, 'message')
      child.send('delay?')
      const [delay]: LoopDelay[] = await answer
      if (!delay) throw new Error('no answer')
      return delay
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
      child.kill('SIGTERM')
      await gone
    },
  }
}
