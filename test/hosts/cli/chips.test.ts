// `flashline flash` as a process, against a simulated chip of each protocol on a TCP port: what is in the chip afterwards,
// the record, the exit status. Each ready profile for real boards is used here; those of the practice bench in test/station.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { buildPartitionTable } from '../../../main/practice/esp/partition-table.ts'
import type { SimulatedUnit } from '../../../main/practice/unit.ts'
import type { Job, StationEvent } from '../../../preload/contract/index.ts'
import { chipOnTcp } from '../../targets/chip-on-port.ts'
import { runCli } from '../run-cli.ts'
import { byHandCases, espApp, espChip, flashCases, wrongCases } from './chip-cases.ts'

const timeout = 90_000
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-chips-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

let runs = 0
/** Each run has a data folder of its own. */
async function flash(
  unit: SimulatedUnit,
  profileId: string,
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput?: (said: string) => void,
) {
  runs += 1
  const dataDir = join(dir, `data-${runs}`)
  await using on = await chipOnTcp(unit)
  const common = ['flash', '--link', on.address, '--profile', profileId, '--data', dataDir]
  return { dataDir, ...(await runCli([...common, ...args], env, onOutput)) }
}

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, bytes)
  return path
}

/** The record at the end of `--json`. */
function jobIn(stdout: string): Job {
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line): StationEvent => JSON.parse(line))
  const end = events.find((event) => event.type === 'jobFinished')
  if (end?.type !== 'jobFinished') throw new Error(`no job ended: ${stdout.slice(-500)}`)
  return end.job
}

const holds = (unit: SimulatedUnit, address: number, bytes: Uint8Array): boolean =>
  unit.storage.subarray(address, address + bytes.length).equals(bytes)

describe('a whole job', () => {
  test.concurrent.for(flashCases)('with profile $profileId', { timeout }, async (one, { expect }) => {
    const unit = one.unit()
    const image = await fileOf(`${one.profileId}.bin`, one.image)
    const version = one.isRaw ? ['--to-version', '2.0.1'] : []
    const ran = await flash(unit, one.profileId, ['--image', image, ...version, '--json'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(holds(unit, one.address, one.image)).toBe(true)
    const job = jobIn(ran.stdout)
    expect(job).toMatchObject({
      outcome: 'passed',
      touched: true,
      deviceState: one.ends,
      profileId: one.profileId,
      toVersion: { text: '2.0.1', number: 20_001 },
      firmware: { sizeBytes: one.image.length },
      notice: null,
      error: null,
    })
    expect(job.steps[0]?.detail.chip).toBe(one.chip)
    const proof = job.steps.find(({ name }) => name === 'verify')?.detail
    if (one.ends === 'written') expect(proof).toEqual({ reason: 'protocolCannotProve' })
    else expect(proof?.digest).toMatch(/^[0-9a-f]{8,}$/)
  })
})

describe('what does not belong together', () => {
  test.concurrent.for(wrongCases)(
    'is refused before anything is written: $profileId, $code',
    { timeout },
    async (one, { expect }) => {
      const unit = one.unit()
      const before = Buffer.from(unit.storage)
      const image = await fileOf(`wrong-${one.profileId}.bin`, one.image)
      const ran = await flash(unit, one.profileId, ['--image', image, '--to-version', '2.0.1'])
      expect(ran.status).toBe(3)
      expect(ran.stdout).toMatch(/\nREFUSED /)
      expect(ran.stderr.startsWith(one.says), ran.stderr).toBe(true)
      expect(ran.stderr).toContain(`\n${one.code}\n`)
      expect(ran.stderr).toContain('Nothing was written')
      expect(unit.storage.equals(before)).toBe(true)
    },
  )
})

test(
  'several files with addresses are one job, and what is between them stays',
  async () => {
    const unit = espChip('esp32')
    const before = Buffer.from(unit.storage)
    const parts = [
      [0x1000, buildEspApp({ model: 'esp32', version: null, project: 'boot', sizeBytes: 17_000 })],
      [0x8000, buildPartitionTable()],
      [0x1_0000, espApp('esp32')],
      [0x11_0000, Buffer.from('serial number 42, calibration 17')],
    ] as const
    const args = await Promise.all(
      parts.map(async ([address, bytes]) => [
        '--image',
        `${await fileOf(`part-${address}.bin`, bytes)}@0x${address.toString(16)}`,
      ]),
    )
    const { status, stdout, stderr, dataDir } = await flash(unit, 'esp32', [...args.flat(), '--json'])
    expect([status, stderr]).toEqual([0, ''])
    for (const [address, bytes] of parts) expect(holds(unit, address, bytes)).toBe(true)
    // Settings between table and application, and everything from the next sector on behind each part.
    for (const [start, end] of [
      [0x9000, 0x1_0000],
      [0x2_0000, 0x11_0000],
      [0x11_1000, 0x40_0000],
    ] as const)
      expect(unit.storage.subarray(start, end).equals(before.subarray(start, end))).toBe(true)
    const job = jobIn(stdout)
    expect(job).toMatchObject({
      outcome: 'passed',
      toVersion: { text: '2.0.1' },
      fromVersion: { text: '1.0.0' },
    })
    const history = await runCli(['history', '--data', dataDir, '--json'])
    expect(JSON.parse(history.stdout)).toEqual(job)
  },
  timeout,
)

describe('a chip that somebody has to bring into its boot loader', () => {
  test.concurrent.for(byHandCases)('$profileId', { timeout }, async (one, { expect }) => {
    const image = await fileOf(`by-hand-${one.profileId}.bin`, one.image)
    const unit = one.unit()
    const words = one.says[language(one.profileId)]
    let isAsked = false
    const ran = await flash(
      unit,
      one.profileId,
      ['--image', image, '--to-version', '2.0.1'],
      language(one.profileId) === 'zh' ? { LC_ALL: 'zh_CN.UTF-8' } : {},
      (said) => {
        if (isAsked || !said.includes(words)) return
        isAsked = true
        unit.reset({ boot: true })
      },
    )
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout.split(words)).toHaveLength(2)
    expect(holds(unit, one.address, one.image)).toBe(true)
  })
})

/** Some of each: a process costs a second. */
function language(profileId: string): 'en' | 'zh' {
  return profileId === 'stm32' || profileId === 'mcuboot-recovery' ? 'zh' : 'en'
}
