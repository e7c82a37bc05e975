// Both servers of the hand-out behind one door: where they listen is asked with every offer.
import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { createHandOut, type RunningHandOut } from '../../main/hand-out/create-hand-out.ts'
import type { HandOutOffer } from '../../main/hand-out/hand-out.ts'

const bytes = Buffer.from('firmware')
const offer: HandOutOffer = {
  file: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
  fileName: 'app.bin',
  deviceIp: '127.0.0.1',
  host: null,
  lifetimeMs: 60_000,
  onServed: () => {},
}

let handOut: RunningHandOut | null = null
afterEach(() => handOut?.close())

test('hands out nothing until an interface is chosen, and nothing after its end', async () => {
  let hosts: string[] = []
  handOut = createHandOut({ hosts: () => hosts, port: 0, log: { warn: () => {} } })
  await expect(handOut.http(offer)).rejects.toMatchObject({ code: 'HANDOUT_UNSET' })
  await expect(handOut.tftp(offer)).rejects.toMatchObject({ code: 'HANDOUT_UNSET' })
  hosts = ['127.0.0.1']
  const { url, host } = await handOut.http(offer)
  expect(host).toBe('127.0.0.1')
  expect(await (await fetch(url)).text()).toBe('firmware')
  await handOut.close()
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})
