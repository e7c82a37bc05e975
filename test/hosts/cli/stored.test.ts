// firmware, sync and device: what the data folder's desk is asked for, what is printed, how they end.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FlashlineError, type SyncState } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'
import { deskOf, fakeCloud, firmware } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-stored-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const md5 = '0123456789abcdef0123456789abcdef'
const stored = { sha256: 'ab'.repeat(32), md5, sizeBytes: 262_001 }
const row = `145  1.0.0 -> 2.0.1  default  verified  262.0 kB  k1           md5 ${md5}  app?2J\n`

describe('firmware list', () => {
  test('the synced copy', async () => {
    const asked: unknown[] = []
    const parts = deskOf({
      listCatalogue: async (...given) => {
        asked.push(given)
        return [firmware, { ...firmware, firmwareId: '146', version: '3.0.0' }]
      },
    })
    const args = ['firmware', 'list', '--data', dir, '--product-key', 'k1', '--version', '2.0.1']
    const text = await run(args, { parts })
    expect(text.out.split('\n')).toHaveLength(3)
    expect(text.out).toContain(row)
    const json = await run([...args, '--json'], { parts })
    expect(JSON.parse(json.out)).toEqual(firmware)
    // Terminals that take C1 codes would be driven by the name.
    expect(json.out).not.toContain('\u009b')
    expect(asked[0]).toEqual([dir, { productKey: 'k1' }])
  })

  test('with --connection the catalogue itself is asked', async () => {
    const queries: unknown[] = []
    const cloud = fakeCloud({
      catalogue: {
        listFirmware: async (query) => {
          queries.push(query)
          return { entries: [firmware], unread: [{ index: 1, id: null, field: 'FirmwareSize' }] }
        },
      },
    })
    const args = ['firmware', 'list', '--data', dir, '--connection', 'rpc', '--version', '2.0.1']
    const { out, err } = await run(args, { parts: cloud.parts })
    expect(out).toContain(row)
    expect(err).toBe("Item 2 of the cloud's answer cannot be read: FirmwareSize\n")
    expect(queries).toEqual([{ version: '2.0.1' }])
    expect(cloud.asked[0]).toMatchObject({ use: 'catalogue', options: { connectionId: 'rpc' } })
  })

  test('a folder that is not there', async () => {
    expect((await run(['firmware', 'list', '--data', join(dir, 'no')])).status).toBe(2)
  })
})

describe('firmware import and fetch', () => {
  test('import says what it fits', async () => {
    const asked: unknown[] = []
    const parts = deskOf({
      importFirmware: async (options) => {
        asked.push(options)
        return { ...stored, entry: options.allowUnmatched ? null : firmware }
      },
    })
    const args = ['firmware', 'import', 'a.bin', '--data', dir]
    const fits = await run(args, { parts })
    expect(fits).toMatchObject({ status: 0, out: expect.stringContaining(row) })
    expect(fits.out).toContain(`sha256 ${stored.sha256}`)
    const fitsNone = await run([...args, '--allow-unmatched', '--connection', 'rpc'], { parts })
    expect(fitsNone.out).toContain('fits no firmware')
    const json = await run([...args, '--json'], { parts })
    expect(JSON.parse(json.out)).toEqual({ ...stored, entry: firmware })
    const resourcesDir = expect.stringMatching(/[/\\]resources$/)
    expect(asked.slice(0, 2)).toEqual([
      { dataDir: dir, resourcesDir, file: 'a.bin', allowUnmatched: false, connectionId: null },
      { dataDir: dir, resourcesDir, file: 'a.bin', allowUnmatched: true, connectionId: 'rpc' },
    ])
  })

  test('what fits nothing ends with 3', async () => {
    const parts = deskOf({
      importFirmware: async () => {
        throw new FlashlineError('FIRMWARE_UNMATCHED', { file: 'a.bin' })
      },
    })
    expect(await run(['firmware', 'import', 'a.bin', '--data', dir], { parts })).toMatchObject({
      status: 3,
      out: '',
      err: expect.stringMatching(/\nFIRMWARE_UNMATCHED\n$/),
    })
  })

  test('fetch: the options, and progress on a terminal only', async () => {
    const asked: unknown[] = []
    const parts = deskOf({
      fetchFirmware: async (options, onProgress) => {
        asked.push(options)
        onProgress(100_000, 262_001)
        return stored
      },
    })
    const args = ['firmware', 'fetch', '145', '--data', dir]
    const plain = await run(args, { parts })
    expect([plain.status, plain.err]).toEqual([0, ''])
    const more = ['--connection', 'rpc', '--allow-unverified', '--file', 'b.bin', '--json']
    const terminal = await run([...args, ...more], { parts, isTerminal: true })
    expect(terminal.err).toBe('\r\u001b[2K100.0 kB / 262.0 kB\r\u001b[2K')
    expect(JSON.parse(terminal.out)).toEqual(stored)
    const base = { dataDir: dir, resourcesDir: expect.any(String), firmwareId: '145' }
    expect(asked).toEqual([
      { ...base, connectionId: null, allowUnverified: false, file: null },
      { ...base, connectionId: 'rpc', allowUnverified: true, file: 'b.bin' },
    ])
  })
})

describe('sync', () => {
  const good: SyncState = {
    productId: 'p1',
    what: 'tasks',
    connectionId: 'plant',
    syncedAt: '2026-01-02T03:04:05.000Z',
    items: 12,
    vanished: 1,
    problems: [{ index: 4, id: 't5', field: 'status' }],
    error: null,
  }
  const bad: SyncState = {
    ...good,
    what: 'catalogue',
    connectionId: 'rpc',
    syncedAt: null,
    problems: [],
    error: { code: 'CLOUD_TIMEOUT', context: { host: 'https://x' } },
  }
  const sync = async (states: SyncState[], ...args: string[]) => {
    const asked: unknown[] = []
    const parts = deskOf({
      syncOnce: async (options) => {
        asked.push(options)
        return states
      },
    })
    return { ...(await run(['sync', '--data', dir, ...args], { parts })), asked }
  }

  test('how each copy stands; the status is that of the first failure', async () => {
    const { status, out, err, asked } = await sync([good, bad], '--firmware', '--connection', 'plant')
    expect(status).toBe(4)
    expect(out.split('\n')[1]).toBe(
      'p1       tasks      plant       2026-01-02T03:04:05.000Z  12     1         1',
    )
    expect(out).toContain('CLOUD_TIMEOUT')
    expect(err).toContain('Item 5 (t5)')
    expect(err).toMatch(/https:\/\/x.*\n.*\nCLOUD_TIMEOUT\n$/)
    expect(asked).toEqual([
      { dataDir: dir, resourcesDir: expect.any(String), firmware: true, connectionId: 'plant' },
    ])
  })

  test('--json: one state per line', async () => {
    const { status, out, err } = await sync([good, good], '--json')
    expect([status, err]).toEqual([0, ''])
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([good, good])
    expect((await sync([bad], '--json')).status).toBe(4)
  })

  test('a station that runs on the folder', async () => {
    const parts = deskOf({
      syncOnce: async () => {
        throw new FlashlineError('DATA_IN_USE', { path: dir })
      },
    })
    const { status, err } = await run(['sync', '--data', dir], { parts })
    expect(status).toBe(2)
    expect(err).toMatch(/\nDATA_IN_USE\n$/)
  })
})

describe('device', () => {
  test('import: good lines are kept, bad ones named', async () => {
    const problems = [
      { line: 3, reason: 'notMac', field: 'mac' },
      { line: 9, reason: 'columnCount', field: '' },
    ] as const
    const parts = deskOf({ importRoster: async () => ({ added: 7, problems: [...problems] }) })
    const args = ['device', 'import', 'roster.csv', '--data', dir]
    const text = await run(args, { parts })
    expect(text.status).toBe(2)
    expect(text.out).toBe('7 devices imported.\n')
    expect(text.err).toBe('Line 3: mac is no MAC\nLine 9: it has another number of columns than the first\n')
    expect(JSON.parse((await run([...args, '--json'], { parts })).out)).toEqual({ added: 7, problems })
    const whole = deskOf({ importRoster: async () => ({ added: 1, problems: [] }) })
    expect(await run(args, { parts: whole })).toMatchObject({ status: 0, out: '1 device imported.\n' })
  })

  test('list', async () => {
    const device = { deviceId: '1100001', mac: '02f1a5410001', sn: 'A\u001b', productId: 'p1' }
    const asked: unknown[] = []
    const parts = {
      readDevices: async (...given: unknown[]) => {
        asked.push(given)
        return [device]
      },
    }
    const text = await run(['device', 'list', '--data', dir, '--product', 'p1', '--limit', '5'], { parts })
    expect(text.out).toBe('1100001  02f1a5410001  A?  p1\n')
    const json = await run(['device', 'list', '--data', dir, '--json'], { parts })
    expect(JSON.parse(json.out)).toEqual(device)
    expect(asked).toEqual([
      [dir, 'p1', 5],
      [dir, null, 1000],
    ])
  })
})
