// A real station in a process of its own, from the sources, that can be killed: what a person starts with `flashline serve`,
// except that nothing starts it again. Spoken to as the screens do, over a WebSocket.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import type { StationClient } from '../../../main/station/router.ts'

const root = join(import.meta.dirname, '../../..')
const entry = join(root, 'main/hosts/cli/index.ts')
const endWithParent = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href
const compileCache = join(root, 'node_modules/.cache/flashline/compiled')

export interface StationOptions {
  /** Of Node itself. */
  readonly nodeArgs?: readonly string[]
  readonly serveArgs?: readonly string[]
}

export class StationProcess {
  readonly #child: ChildProcess
  readonly #gone: Promise<unknown>
  #socket: WebSocket | null = null
  #stderr = ''

  private constructor(child: ChildProcess) {
    this.#child = child
    // With the last words of its streams.
    this.#gone = once(child, 'close')
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4000)
    })
  }

  /** Does not wait until it is ready. */
  static spawn(dataDir: string, { nodeArgs = [], serveArgs = [] }: StationOptions = {}): StationProcess {
    const node = ['--disable-warning=ExperimentalWarning', '--import', endWithParent, ...nodeArgs]
    const serve = ['serve', '--data', dataDir, '--port', '0', '--no-restart', ...serveArgs]
    const child = spawn(process.execPath, [...node, entry, ...serve], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, LC_ALL: 'C', FLASHLINE_KEYCHAIN: 'off', NODE_COMPILE_CACHE: compileCache },
    })
    return new StationProcess(child)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Its last words. */
  get stderr(): string {
    return this.#stderr
  }

  /** What its error stream said that looks like this. */
  async said(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#stderr)?.[0]
      if (found !== undefined) return found
      if (!this.#child.stderr) throw new Error('it has no error stream')
      await once(this.#child.stderr, 'data')
    }
  }

  /** Null: it was gone before. */
  async connect(): Promise<StationClient | null> {
    const url = await Promise.race([this.#readyAt(), this.#gone.then(() => null)])
    if (url === null) return null
    const headers = { authorization: `Bearer ${url.searchParams.get('token')}` }
    const socket = new WebSocket(`ws://${url.host}/rpc`, { headers })
    this.#socket = socket
    try {
      await once(socket, 'open')
    } catch {
      return null
    }
    socket.on('error', () => {})
    // The library types the browser's WebSocket; this one has the same events and methods.
    return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  }

  /** At once, whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#gone
    this.#socket?.terminate()
  }

  /** As a person ends it. */
  async end(): Promise<void> {
    this.#socket?.terminate()
    this.#child.kill('SIGTERM')
    await this.#gone
  }

  async #readyAt(): Promise<URL | null> {
    if (!this.#child.stdout) return null
    for await (const line of createInterface({ input: this.#child.stdout })) {
      const url = /http:\/\/\S+/.exec(line)?.[0]
      if (url) return new URL(url)
    }
    return null
  }
}
