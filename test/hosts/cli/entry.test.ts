// The entry as a process, and what it decides before anything is loaded.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { nodeRefusal } from '../../../main/hosts/cli/node-refusal.ts'
import { sizeThreadPool } from '../../../main/hosts/size-thread-pool.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const entry = join(root, 'main', 'hosts', 'cli', 'index.ts')

test.each([
  ['22.19.0', true],
  ['22.20.1', true],
  ['24.0.0', true],
  ['22.18.9', false],
  ['20.20.2', false],
  ['9.0.0', false],
])('Node %s is new enough: %s', (found, enough) => {
  const refusal = nodeRefusal(found)
  if (enough) expect(refusal).toBeNull()
  else expect(refusal).toBe(`flashline needs Node 22.19 or newer; this is Node ${found}.`)
})

test('the bound is that of package.json', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(engines.node).toBe('>=22.19')
})

test('the pool is sized unless the user did', () => {
  const env: Record<string, string | undefined> = {}
  sizeThreadPool(env)
  expect(env.UV_THREADPOOL_SIZE).toBe('80')
  const own = { UV_THREADPOOL_SIZE: '7' }
  sizeThreadPool(own)
  expect(own.UV_THREADPOOL_SIZE).toBe('7')
})

test('help and a wrong option, through a real process', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [entry, '--help'])
  expect(stdout).toContain('Exit status:')
  await expect(promisify(execFile)(process.execPath, [entry, 'flash', '--nonsense'])).rejects.toMatchObject({
    code: 2,
    stdout: '',
  })
})

test('a signal cancels the running job cleanly: status, reason and record', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'flashline-signal-'))
  // A device that takes the connection and never says a word.
  const device = createServer().listen(0, '127.0.0.1')
  await once(device, 'listening')
  const address = device.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const image = join(root, 'package.json')
  const options = [
    '--profile',
    'u-boot',
    '--image',
    image,
    '--to-version',
    '2.0.1',
    '--data',
    dataDir,
    '--json',
  ]
  const flash = spawn(process.execPath, [entry, 'flash', '--link', `tcp://127.0.0.1:${port}`, ...options], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  let out = ''
  let err = ''
  flash.stdout.on('data', (chunk) => {
    out += chunk
  })
  flash.stderr.on('data', (chunk) => {
    err += chunk
  })
  const ended = once(flash, 'close')
  const [connection] = await once(device, 'connection')
  // Twice, as a starter that forwards it makes of one Ctrl-C.
  flash.kill('SIGTERM')
  flash.kill('SIGINT')
  expect([await ended, err]).toEqual([[1, null], expect.stringContaining('\nJOB_CANCELLED\n')])
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.find(({ type }) => type === 'jobFinished').job).toMatchObject({
    outcome: 'cancelled',
    deviceState: 'untouched',
  })
  connection.destroy()
  device.close()
  rmSync(dataDir, { recursive: true })
})
