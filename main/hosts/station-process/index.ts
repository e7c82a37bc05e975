// The entry of the station's own process under the desktop. Sizes the thread pool and the heap before anything can use
// them, then waits for what its keeper says. It ends when it is killed or its parent is gone: Chromium sees to that.
import { boundMemory } from '../bound-memory.ts'
import { sizeThreadPool } from '../size-thread-pool.ts'

sizeThreadPool(process.env)
boundMemory()
const { runStation } = await import('./station-program.ts')
const { parentPort } = process
runStation({
  line: {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data, ports }) => listener(data, ports)),
  },
  openStation: async (options) => (await import('../../station/station.ts')).createStation(options),
  // To the keeper, which has the log.
  logger: {
    info: () => {},
    warn: (facts, message) => console.error(message, facts),
    error: (facts, message) => console.error(message, facts),
  },
})
