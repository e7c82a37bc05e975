// The simulated devices that take an image over HTTP are proved by curl, which nobody here wrote: it uploads as a form and
// bare, with basic and digest passwords, and meets the same refusals.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import type { HttpDialect } from '../../main/practice/lan/http/http-dialects.ts'
import { HttpUnit, type HttpUnitOptions } from '../../main/practice/lan/http/http-unit.ts'
import { runTool } from './host-tool.ts'

const oldFirmware = buildDemoImage({ productId: 'p1', version: '1.0.0' }, 50_000)
const image = buildDemoImage({ productId: 'p1', version: '2.0.1' }, 900_001)
const md5 = createHash('md5').update(image).digest('hex')
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-curl-'))
  file = join(folder, 'image.bin')
  await writeFile(file, image)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function unitOf(dialect: HttpDialect, given: Partial<HttpUnitOptions> = {}) {
  const device = { deviceId: '7', mac: '02F1A5410007', sn: 'SN-7' }
  const unit = new HttpUnit({ device, dialect, firmware: oldFirmware, ...given })
  await unit.start()
  const base = unit.address.replace('lan://', 'http://')
  return { unit, base, [Symbol.asyncDispose]: () => unit.close() }
}

const curl = (...args: string[]) => runTool('curl', ['-sS', '--fail', '--max-time', '20', ...args])

async function runsNew(unit: HttpUnit): Promise<void> {
  await expect.poll(() => unit.restarts).toBe(1)
  expect([unit.version, unit.stored.equals(image)]).toEqual(['2.0.1', true])
}

describe('curl uploads', () => {
  const ways: readonly [HttpDialect, (base: string) => string[]][] = [
    ['tasmota', (base) => ['-F', `u2=@${file}`, '-e', `${base}/`, `${base}/u2?fsz=${image.length}`]],
    ['esphome', (base) => ['-F', `update=@${file}`, `${base}/update`]],
    ['form', (base) => ['-F', 'note=first', '-F', `firmware=@${file};filename=a "b".bin`, `${base}/update`]],
    ['put', (base) => ['-T', file, `${base}/firmware?md5=${md5}`]],
  ]
  test.each(ways)('to %s', async (dialect, args) => {
    await using open = await unitOf(dialect, { password: 'secret' })
    await curl('-u', 'admin:secret', ...args(open.base))
    await runsNew(open.unit)
  })

  test.each(['digest-md5', 'digest-sha256'] as const)('with a %s', async (login) => {
    await using open = await unitOf('put', { password: 'pass "word"', login })
    await curl('--digest', '-u', 'admin:pass "word"', '-T', file, `${open.base}/firmware?md5=${md5}`)
    await runsNew(open.unit)
  })

  test('and reads what the device says of itself', async () => {
    await using open = await unitOf('tasmota', { password: 'secret' })
    const answer = join(folder, 'status.json')
    await curl(
      '-e',
      `${open.base}/`,
      '-o',
      answer,
      `${open.base}/cm?user=admin&password=secret&cmnd=Status%200`,
    )
    const { default: status } = await import(answer, { with: { type: 'json' } })
    expect(status).toMatchObject({
      StatusFWR: { Version: '1.0.0(release-tasmota)' },
      StatusNET: { Mac: '02:F1:A5:41:00:07' },
    })
  })
})

describe('curl is refused', () => {
  test('with a wrong password, by basic and by digest', async () => {
    for (const [login, flag] of [
      ['basic', '--basic'],
      ['digest-md5', '--digest'],
    ] as const) {
      await using open = await unitOf('put', { password: 'secret', login })
      await expect(curl(flag, '-u', 'admin:wrong', '-T', file, `${open.base}/firmware`)).rejects.toThrow(
        '401',
      )
      expect(open.unit.stored.equals(oldFirmware)).toBe(true)
    }
  })

  test('with a wrong digest of the image', async () => {
    await using open = await unitOf('put')
    const wrong = '0'.repeat(32)
    await expect(curl('-T', file, `${open.base}/firmware?md5=${wrong}`)).rejects.toThrow('422')
    expect(open.unit.stored.equals(oldFirmware)).toBe(true)
  })

  test('by a device that resets, says no in mid-stream, or takes other files only', async () => {
    await using open = await unitOf('put', { faults: { resetsAfterBytes: 1 } })
    await expect(curl('-T', file, `${open.base}/firmware`)).rejects.toThrow('curl')
    open.unit.faults.resetsAfterBytes = null
    open.unit.faults.refusesEarly = { status: 507, afterBytes: 1 }
    await expect(curl('-T', file, `${open.base}/firmware`)).rejects.toThrow('507')
    open.unit.faults.refusesEarly = null
    await expect(curl('-F', `firmware=@${file}`, `${open.base}/firmware`)).rejects.toThrow('404')
    expect(open.unit.stored.equals(oldFirmware)).toBe(true)
    await curl('-T', file, `${open.base}/firmware`)
    await runsNew(open.unit)
  })
})
