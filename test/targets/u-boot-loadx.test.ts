// The protocol `xmodem` against the real U-Boot's `loadx`: the profile `u-boot` with another command and another word
// for the transfer. Its receiver counts what it took without what looks like padding; the disk is the image.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseProfile } from '../../main/profiles/load.ts'
import { runScript } from '../../main/protocols/console/console.ts'
import type { WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { startUBoot } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'u-boot-loadx-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.for([128, 1024] as const)('loadx takes blocks of %i', async (blockSize, { signal }) => {
  const text = await readFile(new URL('../../resources/profiles/u-boot.json', import.meta.url), 'utf8')
  const loadx = text
    .replace('"protocol": "ymodem"', '"protocol": "xmodem"')
    .replace('"blockSize": 1024', `"blockSize": ${blockSize}`)
    .replaceAll('loady', 'loadx')
    .replaceAll('\\\\(ymodem\\\\)', '\\\\(xmodem\\\\)')
  const profile = parseProfile('u-boot-loadx.json', loadx, (id) => findProtocol(id).options)
  const protocol = findProtocol(profile.protocol)
  const oldDisk = await buildUBootImage(dir, '1.0.0')
  const bytes = await buildUBootImage(dir, '2.0.1')
  const digest = (name: string) => createHash(name).update(bytes).digest('hex')
  const image = {
    fileName: 'app.img',
    bytes,
    sizeBytes: bytes.length,
    md5: digest('md5'),
    sha256: digest('sha256'),
  }

  await using machine = await startUBoot({
    diskPath: join(dir, `${blockSize}.img`),
    disk: oldDisk,
    console: 'tcp',
  })
  const link = await openTcp(machine.address, { baudRate: profile.baudRate, signal })
  try {
    const log = () => {}
    const play = (script: typeof profile.identify) =>
      runScript(link, script ?? [], { values: {}, signal, log })
    expect(await play(profile.identify)).toEqual({ version: '1.0.0' })
    const target = await protocol.connect(link, protocol.options.parse(profile.options), { signal, log })
    const plan = target.plan(image)
    const kinds: WriteEvent['kind'][] = []
    for await (const { kind } of target.write(plan, signal)) kinds.push(kind)
    expect(kinds.filter((kind) => kind !== 'progress')).toEqual(['accepted', 'pointOfNoReturn'])
    expect(Buffer.from(await machine.readDisk()).equals(bytes)).toBe(true)
    const proofs = []
    for await (const event of target.verify(plan, signal)) if (event.kind === 'proved') proofs.push(event)
    expect(proofs).toMatchObject([{ by: 'deviceDigest', algorithm: 'crc32' }])
    await target.reset(signal)
    expect(await play(profile.confirm)).toEqual({ version: '2.0.1' })
  } finally {
    await link.close()
  }
})
