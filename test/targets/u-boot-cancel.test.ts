// A job that is cancelled in mid transfer leaves the real U-Boot as it was: the receiver gives up, its prompt is
// found again (about 10 s later), and reset() boots what was there before.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseProfile } from '../../main/profiles/load.ts'
import { runScript } from '../../main/protocols/console/console.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { startUBoot } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'u-boot-cancel-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('boots what it had after a cancel in mid transfer', async ({ signal }) => {
  const text = await readFile(new URL('../../resources/profiles/u-boot.json', import.meta.url), 'utf8')
  const profile = parseProfile('u-boot.json', text, (id) => findProtocol(id).options)
  const protocol = findProtocol(profile.protocol)
  const disk = await buildUBootImage(dir, '1.0.0')
  await using machine = await startUBoot({ diskPath: join(dir, 'disk.img'), disk, console: 'tcp' })
  const link = await openTcp(machine.address, { baudRate: profile.baudRate, signal })
  const said: string[] = []
  const log = (line: { text: string }): void => {
    said.push(line.text)
  }
  try {
    const target = await protocol.connect(link, protocol.options.parse(profile.options), { signal, log })
    const image = { fileName: 'app.img', bytes: disk, sizeBytes: disk.length, md5: '', sha256: '' }
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    const write = async (): Promise<void> => {
      for await (const event of target.write(target.plan(image), cancel.signal)) {
        if (event.kind === 'progress') cancel.abort(reason)
      }
    }
    await expect(write()).rejects.toBe(reason)
    await target.reset(signal)
    const booted = await runScript(link, profile.confirm ?? [], { values: {}, signal, log })
    expect(booted).toEqual({ version: '1.0.0' })
  } finally {
    await link.close()
  }
  expect(said.join('\n')).toContain('download aborted')
  expect(Buffer.from(await machine.readDisk()).equals(disk)).toBe(true)
})
