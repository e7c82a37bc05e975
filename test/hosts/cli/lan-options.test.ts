// What the options of the LAN mean to the station, and what is refused as usage before anything is done.
import { expect, test } from 'vitest'
import type { PushOptions } from '../../../main/station/push-once.ts'
import type { Rollout, RolloutItem } from '../../../preload/contract/index.ts'
import { event, type RunOptions, run } from './cli-fixture.ts'

const order = ['--profile', 'tasmota-web', '--image', 'a.bin']

const item = (name: string, change: Partial<RolloutItem> = {}): RolloutItem => ({
  ...{ slotId: `addr:${name}`, name, accessPoint: '', state: 'passed', jobId: null, error: null },
  ...change,
})
const away = { state: 'skipped', error: { code: 'LAN_UNREACHABLE', context: {} } } as const

const rolloutOf = (items: RolloutItem[]): Rollout => ({
  ...{ rolloutId: 'r', state: 'ended', stage: 'rest', items, stoppedBy: null, retryOf: null },
  plan: {
    ...{ firstCount: 0, maxFailed: null, limit: 1, limitPerAccessPoint: 1 },
    ...{ downgrade: 'refuse', tag: 'formal' },
  },
  ...{ startedAt: '2026-01-02T03:04:05.000Z', endedAt: '2026-01-02T03:05:05.000Z' },
})

/** `items`: how the devices end. */
async function push(args: readonly string[], items: RolloutItem[] = [], options: RunOptions = {}) {
  let given: PushOptions | null = null
  const ran = await run(['push', ...order, ...args], {
    ...options,
    parts: {
      pushOnce: async (asked, onEvent) => {
        given = asked
        const rollout = rolloutOf(items)
        onEvent(event({ type: 'rolloutChanged', rollout }))
        return { rollout, waiting: 0 }
      },
    },
  })
  const asked: PushOptions | null = given
  return { ...ran, asked }
}

test('addresses, ranges, the order and the network', async () => {
  const args = [
    ...['--to', '10.0.0.7', '--to', 'lan://gate:8080', '--to', 'mqtt:lamp', '--range', '10.0.1.0/28'],
    ...['--first', '1', '--max-failed', '0', '--limit', '4', '--limit-per-access-point', '2'],
    ...[
      '--interface',
      'eth0',
      '--allow',
      '10.0.0.0/16',
      '--broker',
      'mqtts://plant:8883',
      '--broker-user',
      'b',
    ],
  ]
  const env = { FLASHLINE_DEVICE_PASSWORD: 'd-secret', FLASHLINE_BROKER_PASSWORD: 'b-secret' }
  const { asked } = await push(args, [item('lan://10.0.0.7')], { env })
  expect(asked).toMatchObject({
    profileId: 'tasmota-web',
    to: ['lan://10.0.0.7', 'lan://gate:8080', 'mqtt:lamp'],
    ranges: ['10.0.1.0/28'],
    plan: { firstCount: 1, maxFailed: 0, limit: 4, limitPerAccessPoint: 2 },
    interfaces: ['eth0'],
    network: {
      allow: ['10.0.0.0/16'],
      devicePassword: 'd-secret',
      broker: { url: 'mqtts://plant:8883', username: 'b', password: 'b-secret', caPem: '' },
    },
  })
})

test('without options of the network, the typed addresses alone', async () => {
  const { asked } = await push(['--to', '10.0.0.7'])
  expect(asked).not.toHaveProperty('network')
  expect(asked).toMatchObject({ interfaces: [], plan: { firstCount: 2, maxFailed: null } })
})

const to = 'lan://10.0.0.7'
test.each<[string, number, RolloutItem[]]>([
  ['all passed', 0, [item(to)]],
  ['one failed', 1, [item(to), item('lan://10.0.1.1', { state: 'failed' })]],
  ['a typed one was not there', 1, [item(to, away), item('lan://10.0.1.1')]],
  ['one of the range was not there', 0, [item(to), item('lan://10.0.1.1', away)]],
  [
    'one of the range refused the password',
    1,
    [item(to), item('lan://10.0.1.1', { state: 'skipped', error: { code: 'OTA_PASSWORD', context: {} } })],
  ],
  ['the rest was not started', 1, [item(to), item('lan://10.0.1.1', { state: 'notStarted' })]],
])('ends with a status: %s', async (_, status, items) => {
  const ran = await push(['--to', '10.0.0.7', '--range', '10.0.1.0/28'], items)
  expect(ran.status).toBe(status)
  expect(ran.out).toMatch(/\d+ passed, \d+ failed, \d+ skipped, \d+ not started\n$/)
})

test('nobody in the range: nothing passed', async () => {
  const ran = await push(['--range', '10.0.1.0/28'], [item('lan://10.0.1.1', away)])
  expect([ran.status, ran.out]).toEqual([1, '0 passed, 0 failed, 1 skipped, 0 not started\n'])
})

test('in the language of the terminal', async () => {
  const items = [item(to, { state: 'failed', error: { code: 'OTA_BROKEN', context: {} } })]
  const ran = await push(['--to', '10.0.0.7'], items, { env: { LANG: 'zh_CN.UTF-8' } })
  expect(ran.out).toMatch(
    /^失败 +lan:\/\/10\.0\.0\.7 {2}.*设备.* OTA_BROKEN\n通过 0，失败 1，跳过 0，未启动 0\n$/,
  )
})

test.each([
  [['push', ...order], 'give --to <address> or --range <range>'],
  [['push', ...order, '--range', '10.0.0.x'], '--range needs a range'],
  [['push', ...order, '--to', '10.0.0.7', '--allow', 'here'], '--allow needs a range'],
  [['push', ...order, '--to', '10.0.0.7', '--limit', '0'], 'A whole number from 1 to 256'],
  [['push', '--profile', 'x', '--to', '10.0.0.7', '--to-version', '2'], '--to-version needs --image'],
  [['flash', ...order, '--link', 'mqtt:a', '--broker-user', 'x'], '--broker-user needs --broker'],
  [['flash', ...order, '--link', 'mqtt:a', '--broker', 'mqtt://u:p@host'], 'without user and password'],
  [['identify', '--link', 'lan://10.0.0.7'], 'give --profile'],
  [['lan', 'discover', '--seconds', '0'], 'A whole number from 1 to 600'],
])('%j is refused as usage', async (args, says) => {
  const ran = await run(args)
  expect([ran.status, ran.out]).toEqual([2, ''])
  expect(ran.err).toContain(says)
})
