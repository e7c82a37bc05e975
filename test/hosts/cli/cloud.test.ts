// `flashline cloud` and what belongs to it: what is started, what is printed when, and that no password comes from the
// arguments.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  CloudDemo,
  NewCloudToken,
  NewCloudUser,
  StartCloudOptions,
} from '../../../main/hosts/cli/local-cloud-parts.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-cloud-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const demo: CloudDemo = {
  productId: 'p1',
  deviceIds: ['1', '2', '3', '4'],
  corpId: 'flashline',
  memberId: 'm1',
  reviewerId: 'm2',
  tokens: { member: 'tm', reviewer: 'tr', platform: 'tp', device: 'td', user: 'tu', station: 'ts' },
  living: { appKey: 'ak', appSecret: 'as', iotToken: 'it' },
  iotRpc: { accessKeyId: 'ki', accessKeySecret: 'ks' },
}

/** Runs `cloud` until it has printed something. */
async function cloud(...args: string[]) {
  const controller = new AbortController()
  const asked: StartCloudOptions[] = []
  let closed = 0
  const ran = await run(['cloud', '--data', join(dir, 'cloud'), ...args], {
    signal: controller.signal,
    onOut: () => setImmediate(() => controller.abort(new FlashlineError('JOB_CANCELLED'))),
    parts: {
      startCloud: async (options) => {
        asked.push(options)
        return {
          baseUrl: 'http://127.0.0.1:9',
          token: 'a-station-token',
          demo: options.demo ? demo : null,
          close: async () => void closed++,
        }
      },
    },
  })
  return { ...ran, asked, closed }
}

describe('cloud', () => {
  test('prints where it is and its token, and runs until it is told to end', async () => {
    const { status, out, asked, closed } = await cloud('--port', '0')
    expect(status).toBe(0)
    expect(out).toBe('address  http://127.0.0.1:9\ntoken    a-station-token\n')
    expect(asked).toEqual([
      {
        dataDir: join(dir, 'cloud'),
        host: '127.0.0.1',
        port: 0,
        demo: false,
        tls: null,
        allowPlainLan: false,
        rules: {},
      },
    ])
    expect(existsSync(join(dir, 'cloud'))).toBe(true)
    expect(closed).toBe(1)
  })

  test('--demo --json: the first and only line is the object that a script drives it by', async () => {
    const { out } = await cloud('--demo', '--json')
    expect(out.endsWith('\n') && out.trimEnd().includes('\n')).toBe(false)
    expect(JSON.parse(out)).toEqual({ url: 'http://127.0.0.1:9', ...demo })
    expect(JSON.parse((await cloud('--json')).out)).toEqual({
      url: 'http://127.0.0.1:9',
      corpId: 'flashline',
      tokens: { station: 'a-station-token' },
    })
  })

  test('--demo in words names everything too', async () => {
    const { out } = await cloud('--demo')
    for (const fact of ['p1', '1 2 3 4', 'flashline', 'm1', 'm2', 'tm', 'tr', 'tp', 'td', 'ak', 'ks']) {
      expect(out).toContain(fact)
    }
  })

  test('a network address, TLS and rules', async () => {
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
    writeFileSync(cert, '-----BEGIN CERTIFICATE-----\n')
    writeFileSync(key, '-----BEGIN PRIVATE KEY-----\n')
    const tls = ['--tls-cert', cert, '--tls-key', key]
    const rules = ['--rule', 'four-eyes', 'pascal', '--rule', 'timeout-as-failed']
    const { asked } = await cloud('--host', '0.0.0.0', ...tls, ...rules)
    expect(asked[0]).toMatchObject({
      host: '0.0.0.0',
      tls: { cert: '-----BEGIN CERTIFICATE-----\n', key: '-----BEGIN PRIVATE KEY-----\n' },
      allowPlainLan: false,
      rules: { fourEyes: true, pascal: true, timeoutAsFailed: true },
    })
    expect((await cloud('--host', '10.0.0.1', '--insecure-lan')).asked[0]?.allowPlainLan).toBe(true)
  })

  test.each([
    [['--rule', 'five-eyes']],
    [['--tls-cert', 'x']],
    [['--tls-cert', '/nowhere/at/all', '--tls-key', '/nowhere/at/all']],
    [['--port', '65536']],
  ])('%j ends with 2 and starts nothing', async (args) => {
    expect(await cloud(...args)).toMatchObject({ status: 2, out: '', asked: [] })
  })

  test('what may not be opened to the network is refused', async () => {
    const ran = await run(['cloud', '--host', '0.0.0.0', '--data', dir], {
      parts: {
        startCloud: async ({ host }) => {
          throw new FlashlineError('CLOUD_EXPOSED', { host })
        },
      },
    })
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/\nCLOUD_EXPOSED\n$/) })
  })

  test('help names every rule', async () => {
    const { out } = await run(['cloud', '--help'])
    for (const rule of ['unique-per-tag', 'four-eyes', 'numeric-strings', 'test-for-all', 'pascal']) {
      expect(out).toContain(`  ${rule} `)
    }
  })
})

describe('cloud user add', () => {
  const add = async (args: string[], env: Record<string, string> = {}) => {
    const users: NewCloudUser[] = []
    const ran = await run(['cloud', 'user', 'add', '--data', join(dir, 'cloud'), ...args], {
      env,
      parts: {
        addCloudUser: async (user) => {
          users.push(user)
          return 'm7'
        },
      },
    })
    return { ...ran, users }
  }
  const who = ['--account', 'ann@plant', '--name', 'Ann']

  test('the password comes from the environment or a file; the id goes out', async () => {
    const { status, out, users } = await add(who, { FLASHLINE_PASSWORD: 'pass word' })
    expect([status, out]).toEqual([0, 'm7\n'])
    expect(users).toEqual([
      {
        dataDir: join(dir, 'cloud'),
        corpId: 'flashline',
        name: 'Ann',
        account: 'ann@plant',
        password: 'pass word',
        role: 'operator',
      },
    ])
    writeFileSync(join(dir, 'password'), 'from-file\n')
    const more = ['--password-file', join(dir, 'password'), '--role', 'admin', '--corp', 'c1', '--json']
    const fromFile = await add([...who, ...more])
    expect(JSON.parse(fromFile.out)).toEqual({ memberId: 'm7' })
    expect(fromFile.users[0]).toMatchObject({ password: 'from-file', role: 'admin', corpId: 'c1' })
  })

  test.each([[who], [[...who, '--password', 'x']], [[...who, '--role', 'boss']], [who.slice(2)]])(
    '%j ends with 2',
    async (args) => {
      expect(await add(args)).toMatchObject({ status: 2, users: [] })
    },
  )
})

describe('cloud token', () => {
  const issue = async (...args: string[]) => {
    const tokens: NewCloudToken[] = []
    const ran = await run(['cloud', 'token', '--data', join(dir, 'cloud'), ...args], {
      parts: {
        issueCloudToken: async (token) => {
          tokens.push(token)
          return 'the-token'
        },
      },
    })
    return { ...ran, tokens }
  }

  test('for a station, a member, a device', async () => {
    const station = await issue()
    expect(station.out).toBe('the-token\n')
    expect(station.tokens).toEqual([
      {
        dataDir: join(dir, 'cloud'),
        corpId: 'flashline',
        kinds: ['corp', 'user', 'platform'],
        memberId: null,
        deviceId: null,
      },
    ])
    const member = await issue('--kind', 'corp,third-party', '--member', 'm1', '--json')
    expect(JSON.parse(member.out)).toEqual({ token: 'the-token' })
    expect(member.tokens[0]).toMatchObject({ kinds: ['corp', 'thirdParty'], memberId: 'm1' })
    const device = await issue('--kind', 'device', '--device', 'd1', '--corp', 'c1')
    expect(device.tokens[0]).toMatchObject({ kinds: ['device'], deviceId: 'd1', corpId: 'c1' })
  })

  test.each([
    [['--kind', 'king']],
    [['--kind', 'toString']],
    [['--kind', 'device']],
    [['--device', 'd1']],
    [['--kind', 'platform', '--member', 'm1']],
  ])('%j ends with 2', async (args) => {
    expect(await issue(...args)).toMatchObject({ status: 2, tokens: [] })
  })
})
