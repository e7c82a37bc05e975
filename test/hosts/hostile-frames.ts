// What a hostile or broken program sends instead of a call of the contract, made from a seed so that a failure can be had
// again. None of it is a call that changes something.
import { createHash } from 'node:crypto'

export type Frame = string | Buffer

/** From 0 to 1, always the same ones for a seed. mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const paths = [
  ...[
    '/station/snapshot',
    '/station/events',
    '/jobs/start',
    '/jobs/cancel',
    '/slots/unplug',
    '/settings/set',
  ],
  ...['/history/list', '/history/get', '/firmware/upload', '/firmware/beginUpload', '/profiles/check'],
  ...['/tasks/create', '/rollouts/start', '/operators/resume', '/orders/make', '/units/story'],
  ...[
    '/__proto__/toString',
    '/constructor/prototype',
    '/station/__proto__',
    '/toString',
    '/',
    '//',
    '/a/../b',
  ],
  ...['http://evil.example/station/snapshot', '/station/snapshot?data=%7B', '/%00', '', 'station/snapshot'],
]
const ids = ['1', 'a', '', '__proto__', 'constructor', 0, -1, 1e308, null, true, [], {}, 'x'.repeat(5000)]
const types = [undefined, 1, 2, 3, 4, 5, -1, '1', null, {}]
const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
const metas = [
  [[0, '__proto__', 'polluted']],
  [[1, 'constructor', 'prototype']],
  [[2, 'a', 'b', 'c']],
  [[7]],
  [['x']],
  [null],
  'meta',
]

export function hostileFrame(random: () => number): Frame {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const bytes = (length: number) =>
    createHash('shake256', { outputLength: length }).update(`${random()}`).digest()
  const value = (depth = 0): unknown => {
    const kind = Math.floor(random() * (depth > 3 ? 6 : 9))
    if (kind < 6) return pick([null, true, -1, '', 'sim:99', '../..', '\u0000', '__proto__', 2 ** 53])
    if (kind === 6) return Array.from({ length: Math.floor(random() * 5) }, () => value(depth + 1))
    const keys = ['slotId', 'jobId', 'afterSeq', 'settings', '__proto__', 'toJSON', 'then', 'length']
    return Object.fromEntries(Array.from({ length: 3 }, () => [pick(keys), value(depth + 1)]))
  }
  // Half of them come as far as the station's own checks.
  const call = () =>
    random() < 0.5
      ? { i: `${Math.floor(random() * 40)}`, p: { u: pick(paths), b: { json: value(), meta: pick(metas) } } }
      : {
          i: pick(ids),
          t: pick(types),
          p: { u: pick(paths), b: { json: value(), meta: pick(metas) } },
        }
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const mutated = () => {
    const text = Buffer.from(JSON.stringify(call()))
    for (let count = 0; count < 3; count++)
      text[Math.floor(random() * text.length)] = Math.floor(random() * 256)
    return text.toString('latin1')
  }
  switch (Math.floor(random() * 12)) {
    case 0:
      return bytes(Math.floor(random() * 300) + 1)
    case 1:
      return bytes(Math.floor(random() * 300) + 1).toString('latin1')
    case 2:
      return mutated()
    case 3:
      return JSON.stringify(value())
    case 4:
      return `{"i":"1","p":{"u":"${pick(paths)}","b":{"json":${polluting},"meta":[]}}}`
    case 5:
      return `{"i":"1","p":{"u":"/profiles/check","b":{"json":${nested(Math.ceil(random() ** 4 * 5000))}}}}`
    case 6:
      return `{"i":"1","p":{"u":"/jobs/start","b":{"json":[${'0,'.repeat(Math.ceil(random() ** 4 * 10_000))}0]}}}`
    case 7:
      // The end of a call that never was, or of one that is under way.
      return JSON.stringify({ i: pick(ids), t: 4, p: pick([undefined, null, {}]) })
    case 8:
      // A part of a stream, for a call that takes none.
      return JSON.stringify({ i: '1', t: 3, p: { e: 'message', d: 'x'.repeat(100) } })
    case 9:
      return JSON.stringify({ i: '1', p: { u: pick(paths), h: pick(headers), b: value(), m: 'GET' } })
    case 10:
      return Buffer.concat([Buffer.from(JSON.stringify(call())), Buffer.of(255), bytes(64)])
    default:
      return JSON.stringify(call())
  }
}

const headers = [
  { 'content-type': 'text/event-stream' },
  { 'content-disposition': 'attachment; filename="../../x"' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': ['a', 'b'] },
  'headers',
]
