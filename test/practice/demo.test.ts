// The demo product: images that are the same everywhere and tell a torn one from a whole one, and a roster of units.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import { buildDemoImage, decodeDemoImage } from '../../main/practice/demo-image.ts'
import { versionNumber } from '../../main/profiles/version.ts'

test('the images are known bytes of their size', () => {
  const digests = [demoVersions.from, demoVersions.to].map((version) => {
    const bytes = demoImage(version)
    expect(bytes.length).toBe(version.sizeBytes)
    return createHash('sha256').update(bytes).digest('hex')
  })
  expect(digests).toEqual([
    'bdef1e096920d54878600a5f9edd4eb942ed7b256a716b60c8ed86eccf16ebba',
    'b944831e0ae07a161ce82f8d163635a9679523da8a60fe5327f81c8995dbfe72',
  ])
})

test('an image says its product and version, also in larger storage', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9a-f]{32}$/),
      fc.stringMatching(/^[0-9.]{1,16}$/),
      fc.integer({ min: 64, max: 3000 }),
      fc.integer({ min: 0, max: 600 }),
      (productId, version, sizeBytes, more) => {
        const image = buildDemoImage({ productId, version }, sizeBytes)
        const storage = Buffer.concat([image, Buffer.alloc(more, 0xff)])
        expect(decodeDemoImage(storage)).toEqual({ productId, version })
      },
    ),
  )
})

test('anything else is no image: noise, one wrong byte, a part of it', () => {
  const image = demoImage(demoVersions.to)
  expect(decodeDemoImage(new Uint8Array(0))).toBeNull()
  expect(decodeDemoImage(image.subarray(0, -1))).toBeNull()
  const wrong = Uint8Array.from(image)
  wrong[100_000] = (wrong[100_000] ?? 0) ^ 1
  expect(decodeDemoImage(wrong)).toBeNull()
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => decodeDemoImage(bytes) === null))
})

test('eight units that a service takes: id of 32 bits, MAC of 12 digits, all different', () => {
  expect(demoDevices).toHaveLength(8)
  expect(demoProduct.productId).toMatch(/^[0-9a-f]{32}$/)
  for (const { deviceId, mac } of demoDevices) {
    expect(Number(deviceId)).toBeLessThan(2 ** 31)
    expect(mac).toMatch(/^[0-9A-F]{12}$/)
  }
  const all = demoDevices.flatMap(({ deviceId, mac, sn }) => [deviceId, mac, sn])
  expect(new Set(all).size).toBe(24)
  for (const { text, number } of Object.values(demoVersions))
    expect(versionNumber(text, [10_000, 100, 1])).toBe(number)
})
