// A device that is told on its console, at the other end of a cable in memory; it fetches with a plain HTTP client.

import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseProfile } from '../../../main/profiles/load.ts'
import { pull } from '../../../main/protocols/pull/index.ts'
import { protocols } from '../../../main/protocols/registry.ts'
import { createLinkPair, type LinkPair } from '../../../main/transports/memory.ts'
import { codeOf, kinds, largeImage, never, newImage, openHandOut, optionsOf, writeAll } from './pull-bench.ts'

let cable: LinkPair
let server: ReturnType<typeof openHandOut>
let typed: string[]
beforeEach(() => {
  cable = createLinkPair()
  server = openHandOut()
  typed = []
})
afterEach(async () => {
  await cable.host.close()
  await server.close()
})

/** Reads lines, and does with each what the test says; ends with the cable. */
function playDevice(onLine: (line: string, print: (text: string) => Promise<void>) => Promise<void>): void {
  const print = (text: string) => cable.device.write(Buffer.from(text), never)
  const run = async () => {
    let text = ''
    for (;;) {
      text += Buffer.from(await cable.device.read({ atLeast: 1, timeoutMs: 5000, signal: never })).toString()
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end).trim()
        text = text.slice(end + 1)
        typed.push(line)
        await onLine(line, print)
      }
    }
  }
  void run().catch(() => {})
}

function fetchAll(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks)))
      answer.on('error', reject)
    }).on('error', reject)
  })
}

async function connect(more: object = {}) {
  const file = new URL('../../../resources/profiles/esp-https-ota-console.json', import.meta.url)
  const { options } = parseProfile('p', await readFile(file, 'utf8'), (id) => protocols.get(id)?.options)
  return pull.connect(
    cable.host,
    optionsOf({ ...options, startTimeoutMs: 400, stallTimeoutMs: 400, ...more }),
    {
      signal: never,
      log: () => {},
      handOut: server.handOut,
    },
  )
}

test('told by a command, done by its own line', async () => {
  let fetched: Buffer = Buffer.alloc(0)
  playDevice(async (line, print) => {
    await print(`${line}\r\nI (1) ota: starting\r\n`)
    fetched = await fetchAll(line.replace('ota ', ''))
    await print('I (9) esp_https_ota: Success\r\n')
  })
  const target = await connect()
  expect(target).toMatchObject({ version: null, proof: 'none' })
  expect(kinds(await writeAll(target, target.plan(newImage)))).toEqual([
    'accepted',
    'pointOfNoReturn',
    'progress',
  ])
  expect(fetched.equals(newImage.bytes)).toBe(true)
  expect(typed).toEqual([`ota ${server.urls[0]}`])
})

test('an unknown command', async () => {
  playDevice((_, print) => print('Unrecognized command\r\n'))
  const target = await connect()
  expect(await codeOf(writeAll(target, target.plan(newImage)))).toBe('CONSOLE_REFUSED')
})

test('the device says that it failed', async () => {
  playDevice(async (line, print) => {
    await print('I (1) ota: starting\r\n')
    await fetchAll(line.replace('ota ', ''))
    await print('E (9) esp_https_ota: Image validation failed, image is corrupted\r\n')
  })
  const target = await connect()
  expect(await codeOf(writeAll(target, target.plan(newImage)))).toBe('CONSOLE_REFUSED')
})

test('a command that does nothing', async () => {
  playDevice((_, print) => print('I (1) ota: starting\r\n'))
  const target = await connect()
  expect(await codeOf(writeAll(target, target.plan(newImage)))).toBe('PULL_NOT_STARTED')
})

test.each(['before the answer', 'during the fetch'])('the cable is pulled %s', async (when) => {
  playDevice(async (line, print) => {
    if (when === 'before the answer') return cable.pull()
    await print('I (1) ota: starting\r\n')
    get(line.replace('ota ', ''), { agent: false }, (answer) => {
      answer.once('data', () => {
        answer.destroy()
        cable.pull()
      })
    }).on('error', () => {})
  })
  const target = await connect({ follow: null })
  expect(await codeOf(writeAll(target, target.plan(largeImage)))).toBe('LINK_LOST')
})

test('a version that would end the line is never sent', async () => {
  playDevice((_, print) => print('OTA\r\n'))
  const script = [{ send: 'ota {url} {version}\r\n', expect: 'OTA' }]
  const target = await connect({ trigger: { by: 'console', script }, follow: null })
  const image = { ...newImage, version: '1.2.0\r\nerase_all' }
  expect(await codeOf(writeAll(target, target.plan(image)))).toBe('PROFILE_INVALID')
  expect(typed).toEqual([])
})
