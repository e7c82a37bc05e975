// Which database a local cloud works on, from the command line. What it does there is tested on a real server.
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stationParts } from '../../../main/hosts/cli/parts.ts'
import { run } from './cli-fixture.ts'

let dir: string
let port: number
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-cli-database-'))
  // Nobody listens there any more.
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  await once(server.close(), 'close')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const commands = {
  cloud: ['--port', '0'],
  'cloud token': [],
  'cloud user add': ['--account', 'lin', '--name', 'Lin'],
  'cloud add-task': [
    '--product',
    'p',
    '--device',
    'd',
    '--image',
    import.meta.filename,
    '--from',
    '1',
    '--to',
    '2',
  ],
  'cloud add-firmware': ['--product', 'p', '--image', import.meta.filename, '--version', '1'],
}
const call = (command: keyof typeof commands, database: string, env: Record<string, string> = {}) =>
  run([...command.split(' '), ...commands[command], '--data', join(dir, 'data'), '--database', database], {
    parts: stationParts,
    env: { FLASHLINE_PASSWORD: 'a long password', ...env },
  })

test.each(Object.keys(commands) as (keyof typeof commands)[])(
  '%s goes to the server that is named',
  async (command) => {
    const ran = await call(command, `postgres://flashline@127.0.0.1:${port}/cloud`)
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringContaining('DATABASE_UNREACHABLE') })
    expect(ran.err).toContain(`127.0.0.1:${port}`)
    expect(await readdir(join(dir, 'data'))).not.toContain('cloud.sqlite')
  },
)

test.each([
  ['C', 'PGPASSWORD or a pgpass file is safer'],
  ['zh_CN.UTF-8', '使用 PGPASSWORD 或 pgpass 文件更安全'],
])('a password in the URL is warned of and never said again (%s)', async (LANG, words) => {
  const { err } = await call('cloud token', `postgres://flashline:secret-word@127.0.0.1:${port}/cloud`, {
    LANG,
  })
  expect(err).toContain(words)
  expect(err).not.toContain('secret-word')
  const quiet = await call('cloud token', `postgres://flashline@127.0.0.1:${port}/cloud`, { LANG })
  expect(quiet.err).not.toContain(words)
})

test('what is no address of a database is refused', async () => {
  expect(await call('cloud token', 'cloud.sqlite')).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining('INPUT_INVALID'),
  })
})
