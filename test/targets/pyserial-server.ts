// Starts a serial server made of pyserial's RFC 2217 server, whose DTR resets an emulated board (pyserial-server.py).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { missingTool } from './host-tool.ts'

const script = fileURLToPath(new URL('pyserial-server.py', import.meta.url))
/** Debian's own: another one on PATH would not find Debian's package. */
const python = '/usr/bin/python3'

export interface PyserialServer extends AsyncDisposable {
  /** `rfc2217://127.0.0.1:<port>` */
  readonly address: string
  /** How the lines changed, in order: `dtr off`, `rts on`. Both are on at first. */
  readonly lines: readonly string[]
}

/** `board.pid` is sent SIGUSR1 whenever DTR goes from off to on. */
export async function startPyserialServer(board: {
  readonly path: string
  readonly pid: number
}): Promise<PyserialServer> {
  const child = spawn(python, [script, board.path, String(board.pid)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit').catch((error: unknown) => {
    throw missingTool('python3-serial', error)
  })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint += bytes.toString()
  })
  const lines: string[] = []
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /^port (\d+)$/.exec(line) ?? []
      if (found === undefined) lines.push(line)
      else resolve(found)
    })
    exited.then(() => reject(missingTool('python3-serial', complaint)), reject)
  })
  return {
    address: `rfc2217://127.0.0.1:${port}`,
    lines,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill)
      kill()
      await exited
    },
  }
}
