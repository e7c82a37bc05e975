// Whether the usual port of `serve` is free on this computer.
import { createServer } from 'node:net'
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { line, reasonOf } from './line.ts'

export async function checkDoor(port: number): Promise<DoctorLine[]> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
    })
    return [line('doorFree', { port })]
  } catch (cause) {
    return [line('doorTaken', { port, reason: reasonOf(cause) })]
  } finally {
    server.close()
  }
}
