// `flashline identify` as a process, against a simulated chip of each kind on a TCP port: with its profile and without,
// as words in both languages and as JSON; nobody who answers; a chip that somebody has to bring into its boot loader.
// Whatever it says, nothing in the chip is changed.
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { SimulatedUnit } from '../../../main/practice/unit.ts'
import type { Identified } from '../../../main/station/identify-once.ts'
import { chipOnTcp } from '../../targets/chip-on-port.ts'
import { runCli } from '../run-cli.ts'
import { avrChip, board, device, espChip, mcubootChip, stm32Chip } from './chip-cases.ts'

const timeout = 90_000
const chinese = { LC_ALL: 'zh_CN.UTF-8' }

/** Runs it, and proves that the chip holds what it held. */
async function identify(
  unit: SimulatedUnit,
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput?: (said: string) => void,
) {
  const before = Buffer.from(unit.storage)
  await using on = await chipOnTcp(unit)
  const ran = await runCli(['identify', '--link', on.address, ...args], env, onOutput)
  expect(unit.storage.equals(before)).toBe(true)
  return ran
}

interface Case {
  readonly profileId: string
  readonly unit: () => SimulatedUnit
  readonly family: string
  /** Without a profile, too. */
  readonly mac: string | null
  readonly version: string | null
  readonly flashSizeBytes: number | null
}

const mac = device.mac
const slotBytes = 64 * 1024 - 64
const kib = 1024
const cases: readonly Case[] = [
  {
    profileId: 'esp32',
    unit: () => espChip('esp32'),
    family: 'esp32',
    mac,
    version: '1.0.0',
    flashSizeBytes: 4096 * kib,
  },
  {
    profileId: 'esp32-c3',
    unit: () => espChip('esp32c3'),
    family: 'esp32c3',
    mac,
    version: '1.0.0',
    flashSizeBytes: 4096 * kib,
  },
  {
    profileId: 'esp8266',
    unit: () => espChip('esp8266'),
    family: 'esp8266',
    mac,
    version: null,
    flashSizeBytes: 4096 * kib,
  },
  {
    profileId: 'stm32',
    unit: () => stm32Chip(0x413),
    family: 'stm32f4',
    mac: null,
    version: null,
    flashSizeBytes: 1024 * kib,
  },
  {
    profileId: 'mcuboot',
    unit: () => mcubootChip('normal'),
    family: 'mcuboot',
    mac: null,
    version: '1.0.0',
    flashSizeBytes: slotBytes,
  },
]

describe('says what it found', () => {
  test.concurrent.for(cases)('without a profile: $profileId', { timeout }, async (one, { expect }) => {
    const ran = await identify(one.unit(), ['--json'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    const found: Identified = JSON.parse(ran.stdout)
    expect(found).toMatchObject({
      profileId: null,
      chip: { family: one.family, flashSizeBytes: one.flashSizeBytes },
      device: { deviceId: null, mac: one.mac },
      version: { text: one.version },
    })
    expect(found.fittingProfiles).toContain(one.profileId)
  })

  test.concurrent.for(cases)('with its profile: $profileId', { timeout }, async (one, { expect }) => {
    const ran = await identify(one.unit(), ['--profile', one.profileId, '--json'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(JSON.parse(ran.stdout)).toMatchObject({
      profileId: one.profileId,
      chip: { family: one.family },
      version: { text: one.version, number: one.version === null ? null : 10_000 },
    })
  })

  test('in words, in both languages', { timeout }, async () => {
    const english = await identify(espChip('esp32c3'), [])
    expect(english).toMatchObject({ status: 0, stderr: '' })
    expect(english.stdout).toMatch(
      /^Chip {15}ESP32-C3 \(revision 0\.4\)\nProtocol {11}esp\nMAC {16}02F1A5410001\n/,
    )
    for (const line of ['Flash              4 MiB', 'Version            1.0.0', 'Crystal            40 MHz'])
      expect(english.stdout).toContain(`\n${line}\n`)
    expect(english.stdout).toMatch(/\nProfiles that fit {2}.*esp32-c3/)

    const stm32 = await identify(stm32Chip(0x413), [], chinese)
    expect(stm32).toMatchObject({ status: 0, stderr: '' })
    expect(stm32.stdout).toMatch(/^芯片 +STM32F405, F407, F415, F417\n/)
    for (const line of [/\n序列号 +[0-9A-F]{24}\n/, /\n闪存 +1 MiB\n/, /\n读保护 +关\n/])
      expect(stm32.stdout).toMatch(line)
  })

  test('by the dialogue of a profile: the device itself says who it is', { timeout }, async () => {
    const ran = await identify(board(), ['--profile', 'practice', '--json'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(JSON.parse(ran.stdout)).toMatchObject({ device, version: { text: '1.0.0', number: 10_000 } })
  })
})

describe('a chip that somebody has to bring into its boot loader', () => {
  test('is found when its boot loader is started, whichever it is', { timeout }, async () => {
    const unit = espChip('esp32', false)
    let isAsked = false
    const ran = await identify(unit, ['--json'], {}, (said) => {
      if (isAsked || !said.includes('tap RESET')) return
      isAsked = true
      unit.reset({ boot: true })
    })
    expect(ran.status).toBe(0)
    expect(ran.stderr).toBe(
      'No boot loader answers yet. Hold BOOT (or set BOOT0) and tap RESET. The station goes on by itself.\n',
    )
    expect(JSON.parse(ran.stdout)).toMatchObject({ chip: { family: 'esp32', mac } })
  })

  test('also when its boot loader listens only for a moment', { timeout }, async () => {
    const unit = avrChip('atmega328p', 'optiboot', 1000)
    let pressing: NodeJS.Timeout | undefined
    const ran = await identify(unit, ['--json'], {}, (said) => {
      // Whoever waits for something to happen taps again.
      if (said.includes('tap RESET')) pressing ??= setInterval(() => unit.reset(), 700)
    })
    clearInterval(pressing)
    expect(ran.status).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ chip: { family: 'atmega328p' } })
  })
})

describe('nobody answers', () => {
  test('after all were tried once', { timeout }, async () => {
    const ran = await identify(espChip('esp32', false), ['--wait', '0'])
    expect([ran.status, ran.stdout]).toEqual([1, ''])
    expect(ran.stderr).toMatch(/^The boot loader did not answer\n.*\nLOADER_SILENT\n$/)
  })

  test('nobody is even there', { timeout }, async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await new Promise((resolve) => server.close(resolve))
    const ran = await runCli(['identify', '--link', `tcp://127.0.0.1:${port}`, '--json'])
    expect([ran.status, ran.stdout]).toEqual([1, ''])
    expect(ran.stderr).toContain('\nLINK_NOT_FOUND\n')
  })

  test('a profile that nobody has, an address that is none', { timeout }, async () => {
    const profile = await runCli(['identify', '--link', 'tcp://127.0.0.1:9', '--profile', 'gone'])
    expect([profile.status, profile.stderr.trimEnd().split('\n').at(-1)]).toEqual([2, 'PROFILE_UNKNOWN'])
    const address = await runCli(['identify', '--link', 'ftp://127.0.0.1'])
    expect([address.status, address.stderr.trimEnd().split('\n').at(-1)]).toEqual([2, 'LINK_ADDRESS'])
  })
})
