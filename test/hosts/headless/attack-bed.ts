// A headless door in front of a station that only answers, and what an attacker sends: bytes exactly as written. For a
// station that flashes: attacked-station.ts.
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DoorLimits } from '../../../main/hosts/headless/door-limits.ts'
import { type Headless, startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import { type FakeStation, fakeStation } from '../fake-router.ts'

export const token = 'a-token-of-the-test-0123456789'
export const key = `authorization: Bearer ${token}`
/** In a file beside the folder of the screens, to which a link inside it leads. */
export const outsideText = 'nobody may read this'

export interface AttackBed extends AsyncDisposable {
  readonly door: Headless
  readonly station: FakeStation
  readonly host: string
  readonly port: number
  readonly logged: { facts: object; message: string }[]
  /** A connection that has sent these bytes and reads nothing unless asked to; half open: its end is not ours. */
  dial(bytes?: string, allowHalfOpen?: boolean): Promise<Socket>
  /** All that comes back until the door hangs up; these bytes are the whole of what is sent. */
  tell(bytes: string): Promise<string>
  /** The cookie that a browser gets with the complete address. */
  cookie(): Promise<string>
}

export async function openAttackBed(limits: Partial<DoorLimits> = {}): Promise<AttackBed> {
  const dir = await mkdtemp(join(tmpdir(), 'flashline-attack-'))
  const uiDir = await mkdtemp(join(dir, 'ui-'))
  await writeFile(join(uiDir, 'index.html'), '<!doctype html><title>Flashline</title>')
  await writeFile(join(dir, 'outside.txt'), outsideText)
  await symlink('../outside.txt', join(uiDir, 'link.txt'))
  await symlink('..', join(uiDir, 'up'))
  const logged: AttackBed['logged'] = []
  const log = (facts: object, message: string) => void logged.push({ facts, message })
  const station = fakeStation()
  const door = await startHeadless({
    router: station.router,
    port: 0,
    uiDir,
    token,
    version: '1',
    logger: { info: log, warn: log, error: log },
    limits,
  })
  const { host, hostname, port: portText } = new URL(door.url)
  const port = Number(portText)
  const dial = async (bytes = '', allowHalfOpen = false) => {
    const socket = connect({ host: hostname, port, allowHalfOpen })
    socket.on('error', () => {})
    await once(socket, 'connect')
    if (bytes !== '') socket.write(bytes, 'latin1')
    return socket
  }
  return {
    ...{ door, station, host, port, logged, dial },
    tell: async (bytes) => textUntilEnd(await dial(bytes)),
    async cookie() {
      const entered = await fetch(door.entryUrl, { redirect: 'manual' })
      return entered.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    },
    async [Symbol.asyncDispose]() {
      await door.close()
      await rm(dir, { recursive: true })
    },
  }
}

/** Everything until there is no connection, however it ends. */
export async function textUntilEnd(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece
  })
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return text
}

/** Of the first answer; null: there was none. */
export function statusOf(answer: string): number | null {
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]
  return status === undefined ? null : Number(status)
}
