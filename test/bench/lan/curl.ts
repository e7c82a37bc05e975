// What the station is held against: curl, sending one file to all devices at once, as a process for each or as one for all.
// Both answer how long it took from their start to their end, in ms, and throw unless every device said yes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { missingTool } from '../../targets/host-tool.ts'
import type { ImageFile } from './fleet.ts'

export type SendAll = (image: ImageFile, ports: readonly number[]) => Promise<number>

/** The quickest way to undo a push. */
export const sendBack: SendAll = (image, ports) => timed(() => curl(image, ports))

export const peers: Readonly<Record<string, SendAll>> = {
  'a curl each': (image, ports) => timed(() => Promise.all(ports.map((port) => curl(image, [port])))),
  'one curl -Z': sendBack,
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** Without `Expect`, which would cost it a round trip. */
async function curl({ file, md5, sizeBytes }: ImageFile, ports: readonly number[]): Promise<void> {
  const parallel = ['-Z', '--parallel-immediate', '--parallel-max', String(ports.length)]
  const args = ['-s', ...(ports.length > 1 ? parallel : []), '-H', 'Expect:', '-w', '%{http_code}\n']
  for (const port of ports)
    args.push('-o', '/dev/null', '-T', file, `http://127.0.0.1:${port}/firmware?md5=${md5}&size=${sizeBytes}`)
  const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit').catch((error: unknown) => {
    throw missingTool('curl', error)
  })
  const said = await text(child.stdout)
  await exited
  if (said !== '200\n'.repeat(ports.length)) throw new Error(`curl: ${said.slice(0, 200)}`)
}
