// What prevents a job of the command line from starting, before anything is opened.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseImage } from '../../main/firmware/formats/index.ts'
import { type FlashOnceOptions, flashOnce } from '../../main/station/flash-once.ts'
import { errorText } from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-flash-once-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function refusal(change: Partial<FlashOnceOptions>) {
  const file = join(dir, 'app.img')
  await writeFile(file, 'an image')
  const options: FlashOnceOptions = {
    dataDir: join(dir, 'data'),
    resourcesDir,
    link: 'tcp://127.0.0.1:9',
    profileId: 'u-boot',
    deviceId: null,
    productId: null,
    taskId: null,
    local: { parts: [{ path: file, address: null }], toVersion: '2.0.1' },
    cloud: null,
    operator: '',
    ...change,
  }
  return flashOnce(options, () => undefined, AbortSignal.timeout(10_000)).catch((error) => error)
}

it('says what a version of this profile looks like', async () => {
  const error = await refusal({
    local: { parts: [{ path: join(dir, 'app.img'), address: null }], toVersion: '2' },
  })
  expect(error).toMatchObject({ code: 'INPUT_INVALID', context: { value: '2', example: '1.1.1' } })
  expect(errorText(error, 'en').remedy).toContain('1.1.1')
})

it('wants a version that can be reported where there is a cloud, also when it cannot be confirmed', async () => {
  const cloud = { baseUrl: 'http://127.0.0.1:9', corpId: 'c', token: 't' }
  const local = { parts: [{ path: join(dir, 'app.img'), address: null }], toVersion: 'build 7' }
  expect(await refusal({ profileId: 'ymodem', local, cloud })).toMatchObject({ code: 'INPUT_INVALID' })
  expect(await refusal({ profileId: 'ymodem', local })).toMatchObject({
    job: {
      outcome: 'failed',
      error: { code: 'LINK_NOT_FOUND' },
      toVersion: { number: null, text: 'build 7' },
    },
  })
})

it('wants a version where the image does not say one', async () => {
  const local = { parts: [{ path: join(dir, 'app.img'), address: null }], toVersion: null }
  expect(await refusal({ profileId: 'ymodem', local })).toMatchObject({
    code: 'INPUT_INVALID',
    context: { field: '--to-version' },
  })
})

it('makes one image of several files with addresses, and refuses those that overlap', async () => {
  await writeFile(join(dir, 'a.bin'), Buffer.alloc(0x100, 1))
  await writeFile(join(dir, 'b.bin'), Buffer.alloc(0x100, 2))
  const parts = (address: number) => [
    { path: join(dir, 'a.bin'), address: 0x1000 },
    { path: join(dir, 'b.bin'), address },
  ]
  const flashed = (address: number) =>
    refusal({ profileId: 'ymodem', local: { parts: parts(address), toVersion: '1' } })
  const { job } = await flashed(0x2000)
  expect(job).toMatchObject({ error: { code: 'LINK_NOT_FOUND' } })
  const { sha256 } = job.firmware
  const stored = await readFile(join(dir, 'data', 'firmware', 'sha256', sha256.slice(0, 2), sha256))
  expect(parseImage(stored)).toMatchObject({
    format: 'intelHex',
    regions: [
      { address: 0x1000, bytes: new Uint8Array(0x100).fill(1) },
      { address: 0x2000, bytes: new Uint8Array(0x100).fill(2) },
    ],
  })
  expect(await flashed(0x10f0)).toMatchObject({ code: 'IMAGE_ADDRESS' })
})

it('refuses a profile that nobody has, an image that is not there, a task without a cloud', async () => {
  expect(await refusal({ profileId: 'gone' })).toMatchObject({ code: 'PROFILE_UNKNOWN' })
  expect(
    await refusal({ local: { parts: [{ path: join(dir, 'none'), address: null }], toVersion: '2.0.1' } }),
  ).toMatchObject({
    code: 'IMAGE_UNREADABLE',
  })
  expect(await refusal({ local: null, taskId: 't1' })).toMatchObject({ code: 'CLOUD_UNSET' })
  expect(await refusal({ link: 'ftp://x' })).toMatchObject({ job: { error: { code: 'LINK_ADDRESS' } } })
})
