// Serves the files of a folder on loopback, by the server that comes with Python; ends with the test.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { missingTool } from './host-tool.ts'

export interface StaticServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
}

export async function startStaticServer(folder: string): Promise<StaticServer> {
  const args = ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder]
  const child = spawn('python3', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child, 'spawn').catch((error: unknown) => {
    throw missingTool('python3', error)
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /port (\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    child.stdout.resume()
    return {
      url: `http://127.0.0.1:${port}`,
      async [Symbol.asyncDispose]() {
        process.off('exit', end)
        const gone = once(child, 'close')
        end()
        await gone
      },
    }
  }
  throw new Error('the static server of Python ended before it served')
}
