// What a start costs before anything of ours runs: Node by itself, and Node with a server of two lines.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const root = new URL('../../..', import.meta.url)
const server = `import fastify from 'fastify'
const app = fastify()
await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write('listening')`

export async function timeBareNode(): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' })
  await once(child, 'exit')
  return performance.now() - started
}

export async function timeBareServer(): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '-e', server], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  await once(child.stdout, 'data')
  const tookMs = performance.now() - started
  child.kill()
  await gone
  return tookMs
}
