// A pseudo terminal made by socat, whose other side is socat's standard input and output.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { LinkPeer } from '../conformance/link-suite.ts'
import { streamPeer } from '../conformance/stream-peer.ts'
import { missingTool } from './host-tool.ts'

export interface Terminal {
  readonly path: string
  readonly peer: LinkPeer
  end(): Promise<void>
}

/** `path` is where it is to appear. */
export async function openTerminal(path: string): Promise<Terminal> {
  const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, 'stdio'])
  const exited = once(socat, 'exit').catch(() => {})
  const lines = createInterface(socat.stderr)
  await new Promise<void>((resolve, reject) => {
    socat.once('error', (error) => reject(missingTool('socat', error)))
    lines.on('line', (line) => {
      if (line.includes('starting data transfer loop')) resolve()
    })
  })
  return {
    path,
    peer: streamPeer(socat.stdout, socat.stdin, {
      freeze: () => socat.kill('SIGSTOP'),
      thaw: () => socat.kill('SIGCONT'),
      vanish: () => socat.kill('SIGKILL'),
    }),
    end: async () => {
      socat.kill('SIGKILL')
      await exited
    },
  }
}
