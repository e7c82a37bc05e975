// The example of docs/factory-software.md, as a stranger would run it: a client made from the document of a running station,
// checked by the compiler, and a lot made with it on a practice bench.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { startHeadless } from '../../main/hosts/headless/start-headless.ts'
import { createCaller } from '../../main/station/caller.ts'
import { createStation } from '../../main/station/station.ts'
import { resourcesDir } from '../station/one-device.ts'
import { tempFolder } from '../store/job-fixture.ts'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname
const silent = { info: () => {}, warn: () => {}, error: () => {} }

test('the example makes a lot with a client that was made from the document', {
  timeout: 120_000,
}, async () => {
  const dataDir = await tempFolder()
  const station = await createStation({
    ...{ dataDir, resourcesDir, practice: true, version: '1.2.3' },
    keychain: async () => null,
  })
  onTestFinished(() => station.close())
  const door = await startHeadless({
    ...{ router: station.router, clientOf: station.clientOf, port: 0, uiDir: resourcesDir, version: '1.2.3' },
    ...{ token: 'the-own-key-of-the-station', logger: silent },
  })
  onTestFinished(() => door.close())
  const lead = createRouterClient(station.router, { context: { caller: createCaller() } })
  const { token } = await lead.clients.create({ name: 'MES', role: 'lead' })

  // Beside the modules that it uses, and gone afterwards.
  const folder = await mkdtemp(join(root, 'examples', '.run-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(join(root, 'examples', 'mes-client'), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('generated'),
  })
  const env = { ...process.env, FLASHLINE_TOKEN: token }
  const node = (...args: string[]) => run(process.execPath, args, { cwd: folder, env })
  await node('generate.ts', door.url, join(folder, 'generated'))
  await node(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', '--noEmit')
  const { stdout } = await node('make-lot.ts', door.url.replace(/\/$/, ''), 'PO-7', '2')
  const said = JSON.parse(stdout)
  expect(said).toMatchObject({ orderId: 'mes-PO-7', state: 'done', passed: 2, operators: ['client:MES'] })
  expect(said.records).toHaveLength(2)
  expect(said.heard).toEqual(said.records)
})
