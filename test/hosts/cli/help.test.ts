// Every command explains itself, and those that ask a cloud can be told which, and can answer programs.
import { expect, test } from 'vitest'
import { run } from './cli-fixture.ts'

const task = [
  'list',
  'show',
  'create',
  'start',
  'stop',
  'delete',
  'promote',
  'submit',
  'audit',
  'devices',
  'oplog',
  'share',
]
const askACloud = [
  ...task.map((name) => `task ${name}`),
  'check',
  'report',
  'otalog list',
  'otalog add',
  'progress',
  'firmware list',
  'firmware import',
  'firmware fetch',
  'sync',
]
const others = [
  'connection list',
  'connection add',
  'connection secret',
  'connection test',
  'connection use',
  'connection remove',
  'operator list',
  'operator add',
  'operator set',
  'operator remove',
  'device import',
  'device list',
  'profile list',
  'profile show',
  'profile check',
  'cloud',
  'cloud add-task',
  'cloud add-firmware',
  'cloud user add',
  'cloud token',
  'flash',
  'push',
  'lan discover',
  'lan scan',
  'identify',
  'history',
  'order list',
  'image',
  'outbox',
  'outbox list',
  'outbox retry',
  'outbox dismiss',
  'outbox take-back',
  'outbox send',
  'doctor',
]

test.each([...askACloud, ...others])('%s --help', async (name) => {
  const { status, out, err } = await run([...name.split(' '), '--help'])
  expect([status, err]).toEqual([0, ''])
  expect(out).toMatch(new RegExp(`^Usage: flashline ${name} `))
  expect(out).toContain('--json ')
  if (askACloud.includes(name)) expect(out).toContain('--connection <id>')
  // What --json prints is said.
  expect(out).toMatch(/print|one .*per line/)
})

test.each([
  'task',
  'lan',
  'otalog',
  'firmware',
  'connection',
  'operator',
  'order',
  'device',
  'profile',
  'cloud user',
])('%s alone is no command', async (name) => {
  expect(await run(name.split(' '))).toMatchObject({ status: 2, out: '' })
})
