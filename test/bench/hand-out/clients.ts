// The clients of the hand-out benchmark: each fetches all URLs at once and answers how long it took, in ms. The same
// program for every server. All throw unless every URL brought a file of `sizeBytes`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { missingTool } from '../../targets/host-tool.ts'

export type FetchAll = (urls: readonly string[], sizeBytes: number) => Promise<number>

export const clients: Readonly<Record<string, FetchAll>> = {
  'one curl -Z': async (urls, sizeBytes) => {
    const startedMs = performance.now()
    await curl(urls, sizeBytes)
    return performance.now() - startedMs
  },
  'a curl each': async (urls, sizeBytes) => {
    const startedMs = performance.now()
    await Promise.all(urls.map((url) => curl([url], sizeBytes)))
    return performance.now() - startedMs
  },
  'Node sockets': async (urls, sizeBytes) => {
    const startedMs = performance.now()
    await Promise.all(urls.map((url) => readAll(url, sizeBytes)))
    return performance.now() - startedMs
  },
}

async function curl(urls: readonly string[], sizeBytes: number): Promise<void> {
  const parallel = ['-Z', '--parallel-immediate', '--parallel-max', String(urls.length)]
  const args = ['-s', ...parallel, '-w', '%{http_code} %{size_download}\n']
  for (const url of urls) args.push('-o', '/dev/null', url)
  const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit').catch((error: unknown) => {
    throw missingTool('curl', error)
  })
  const said = await text(child.stdout)
  await exited
  if (said !== `200 ${sizeBytes}\n`.repeat(urls.length)) throw new Error(`curl: ${said.slice(0, 200)}`)
}

/** Reads into one buffer and looks only at how much there was, so that the client costs as little as can be. */
function readAll(url: string, sizeBytes: number): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    let gotBytes = 0
    let headBytes = 0
    const onread = {
      buffer: scratch,
      callback: (length: number, piece: Uint8Array) => {
        if (gotBytes === 0) {
          const head = Buffer.from(piece.buffer, piece.byteOffset, length).toString('latin1')
          if (!head.startsWith('HTTP/1.1 200 ')) socket.destroy(new Error(head.slice(0, 100)))
          headBytes = head.indexOf('\r\n\r\n') + 4
        }
        gotBytes += length
        return true
      },
    }
    const socket = connect({ host: hostname, port: Number(port), onread })
    socket.on('error', reject).on('close', () => {
      if (gotBytes - headBytes === sizeBytes) resolve()
      else reject(new Error(`${gotBytes} of ${headBytes + sizeBytes} bytes`))
    })
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  })
}

const scratch = Buffer.alloc(256 * 1024)
