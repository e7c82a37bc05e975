// The profiles that come with the program against devices of their kind: whole jobs, with and without a password.
import { generate } from 'selfsigned'
import { describe, expect, it } from 'vitest'
import { benchOf, newFirmware, newImage, oldFirmware, shippedProfile, stepOf } from './http-bench.ts'

describe.each(['tasmota', 'esphome', 'form', 'put'] as const)('%s', (dialect) => {
  it.each(['', 'pässwörd "1"'])('takes the image and runs it (password %j)', async (password) => {
    const login = dialect === 'put' ? 'digest-sha256' : 'basic'
    await using bench = await benchOf(dialect, { password, login })
    const job = await bench.run()
    expect([job.error, job.outcome, job.deviceState]).toEqual([null, 'passed', 'confirmed'])
    expect(bench.unit.stored.equals(newFirmware)).toBe(true)
    expect([bench.unit.version, bench.unit.uploads, bench.unit.restarts]).toEqual(['2.0.1', 1, 1])
    expect(job.bootedVersion).toEqual({ number: 20_001, text: '2.0.1' })
    expect(stepOf(job, 'flash')?.doneBytes).toBe(newFirmware.length)
    const states = bench.surroundings.saved.map((saved) => saved.job.deviceState)
    expect([...new Set(states)].slice(0, 3)).toEqual(['untouched', 'receiving', 'incomplete'])
  })
})

it('a digest that the device compared is the proof; a page that says yes is none', async () => {
  await using put = await benchOf('put')
  expect(stepOf(await put.run(), 'verify')).toMatchObject({
    outcome: 'passed',
    detail: { by: 'deviceDigest', algorithm: 'md5', digest: newImage.md5 },
  })
  await using form = await benchOf('form')
  expect(stepOf(await form.run(), 'verify')).toMatchObject({
    outcome: 'skipped',
    detail: { reason: 'protocolCannotProve' },
  })
})

it('a device with MD5 digests, and a password shown in a header', async () => {
  await using digest = await benchOf('put', { password: 'secret', login: 'digest-md5' })
  expect((await digest.run()).outcome).toBe('passed')
  await using header = await benchOf('form', { password: 'secret' })
  const token = Buffer.from('admin:secret').toString('base64')
  const headers = { Authorization: `Basic ${token}` }
  const { version } = shippedProfile('form').options
  const job = await header.run({
    auth: 'none',
    headers,
    version: { ...Object(version), auth: 'none', headers },
  })
  expect(job.outcome).toBe('passed')
})

it('what a device knows of itself is its identity', async () => {
  await using bench = await benchOf('put')
  const job = await bench.run()
  expect(job.device).toMatchObject({ deviceId: 'd1', mac: '02F1A5410007' })
  expect(job.fromVersion).toEqual({ number: 10_000, text: '1.0.0' })
  expect(stepOf(job, 'identify')?.detail).toMatchObject({ chipName: 'PRACTICE', address: '127.0.0.1' })
})

it('an image that is larger than its room is refused before anything is sent', async () => {
  await using bench = await benchOf('put', { slotBytes: 600_000 })
  const job = await bench.run()
  expect(job.error).toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    context: { sizeBytes: 700_000, capacityBytes: 600_000 },
  })
  expect([job.touched, bench.unit.uploads]).toEqual([false, 0])
})

it('a device that overwrites what it runs has passed the point of no return with the first byte', async () => {
  await using bench = await benchOf('form', { faults: { resetsAfterBytes: 100_000 } })
  const job = await bench.run({ inPlace: true })
  expect([job.error?.code, job.deviceState]).toEqual(['OTA_BROKEN', 'incomplete'])
  expect(bench.unit.stored.equals(oldFirmware)).toBe(true)
})

it('a profile without a version query: the record says that nobody could be asked', async () => {
  await using bench = await benchOf('form')
  const job = await bench.run({ version: null })
  // Its shipped profile promises a confirmation that it cannot give now.
  expect(job.error).toMatchObject({ code: 'VERSION_UNKNOWN' })
  expect(job.touched).toBe(false)
})

it('over TLS, with the certificate that the profile trusts, and only with that', async () => {
  const made = await generate([{ name: 'commonName', value: 'SN-7' }])
  await using bench = await benchOf('form', { tls: { cert: made.cert, key: made.private } })
  const { version } = shippedProfile('form').options
  const over = (caPem: string) => ({ tls: { caPem }, version: { ...Object(version), tls: { caPem } } })
  const stranger = await bench.run(over(''))
  expect([stranger.error?.code, stranger.touched, bench.unit.uploads]).toEqual(['OTA_TLS', false, 0])
  expect((await bench.run(over(made.cert))).outcome).toBe('passed')
})
