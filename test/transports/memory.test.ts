import { expect, test } from 'vitest'
import { createLinkPair } from '../../main/transports/memory.ts'
import { bytesOf, codeOf, textOf } from '../conformance/link-suite.ts'

const signal = new AbortController().signal

test('bytes never arrive within the write', async () => {
  const { host, device } = createLinkPair()
  const writing = host.write(bytesOf('abc'), signal)
  expect(device.discard()).toBe(0)
  await writing
  expect(textOf(await device.read({ atLeast: 3, timeoutMs: 60_000, signal }))).toBe('abc')
})

test('closing one side is the loss of the other, after what was written', async () => {
  const { host, device } = createLinkPair({ address: 'sim://1' })
  await host.write(bytesOf('last'), signal)
  await host.close()
  expect(await device.closed).toBe('lost')
  expect(await host.closed).toBe('asked')
  expect(textOf(await device.read({ atLeast: 9, timeoutMs: 60_000, signal }))).toBe('last')
  expect(await codeOf(device.read({ atLeast: 1, timeoutMs: 60_000, signal }))).toBe('LINK_LOST')
  expect([host.address, device.address]).toEqual(['sim://1', 'sim://1'])
})

test('pulling the cable loses both sides', async () => {
  const { host, device, pull } = createLinkPair()
  const reading = codeOf(host.read({ atLeast: 1, timeoutMs: 60_000, signal }))
  pull()
  expect(await Promise.all([host.closed, device.closed, reading])).toEqual(['lost', 'lost', 'LINK_LOST'])
})

test('a device that talks while nobody listens is made to wait, and a read may ask for more than is held', async () => {
  const { host, device } = createLinkPair({ bufferBytes: 100, stallMs: 60_000 })
  const writing = device.write(new Uint8Array(1000).fill(7), signal)
  expect(await host.read({ atLeast: 1000, timeoutMs: 60_000, signal })).toHaveLength(1000)
  await writing
})
