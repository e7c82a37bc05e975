// A practice station behind a headless door, as a program of its own, for attacked-station.ts: what it cannot bear ends it
// and not the test. `node attacked-program.ts <folder>`; says its address, then answers with its peak of memory.
import { join } from 'node:path'
import { inspect } from 'node:util'
import { startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import { createStation } from '../../../main/station/station.ts'

const [dataDir = ''] = process.argv.slice(2)
const station = await createStation({
  dataDir,
  resourcesDir: join(import.meta.dirname, '../../../resources'),
  practice: true,
  version: '0',
  keychain: async () => null,
})
const warn = (facts: object, message: string) => process.send?.({ logged: `${message} ${inspect(facts)}` })
const door = await startHeadless({
  router: station.router,
  port: 0,
  uiDir: dataDir,
  token: process.env.FLASHLINE_UI_TOKEN ?? '',
  version: '0',
  logger: { info: () => {}, warn, error: warn },
  // Sooner reached; what it means stays the same.
  limits: { unreadBytes: 1024 * 1024 },
})
process.send?.({ url: door.url })

process.on('message', async (message) => {
  if (message === 'peak?') process.send?.({ peakBytes: process.resourceUsage().maxRSS * 1024 })
  if (message !== 'close') return
  await door.close()
  await station.close()
  if (process.connected) process.disconnect()
})
