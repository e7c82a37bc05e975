// Opens one port that hangs, many times, and then another one, as the program's own entries do: the thread pool is sized
// before anything is loaded that uses it. Tells each outcome as a line; a line on its input lets it open the stuck port
// again.
import { createInterface } from 'node:readline'
import { sizeThreadPool } from '../../main/hosts/size-thread-pool.ts'

sizeThreadPool(process.env)
const { openSerial } = await import('../../main/transports/serial.ts')
const { FlashlineError } = await import('../../preload/contract/index.ts')

const [stuck = '', free = ''] = process.argv.slice(2)
const signal = new AbortController().signal

async function open(address: string, name: string): Promise<void> {
  const outcome = await openSerial(address, { baudRate: 115_200, signal }, { openMs: 3000 }).then(
    (link) => link.close().then(() => 'opened'),
    (error: unknown) => (error instanceof FlashlineError ? error.code : String(error)),
  )
  console.log(`${name} ${outcome}`)
}

await Promise.all([...Array.from({ length: 32 }, () => open(stuck, 'stuck')), open(free, 'free')])
const lines = createInterface(process.stdin)
for await (const _ of lines) await open(stuck, 'again')
