// The stand-in itself: that a drift of Electron's declarations is an error of the type check, and that ports, utility
// processes and endings go as Electron's do.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import * as electron from './stand-in.ts'

beforeEach(async () => {
  electron.reset()
  await electron.app.whenReady()
})
afterEach(electron.endUtilities)

test('what it exports, Electron exports', () => {
  type OfTests = 'PreventableEvent' | 'endUtilities' | 'reset'
  expectTypeOf<Exclude<keyof typeof electron, OfTests>>().toExtend<keyof typeof Electron>()
})

test('a drift of Electron fails the type check', () => {
  class Drifted implements Pick<Electron.App, 'exit'> {
    // @ts-expect-error: the real one takes a number
    exit(_code: string): void {}
  }
  // @ts-expect-error: the real one has no such member
  class Renamed implements Pick<Electron.App, 'quitNow'> {
    quitNow(): void {}
  }
  expect([Drifted.name, Renamed.name]).toEqual(['Drifted', 'Renamed'])
})

describe('a port', () => {
  test('keeps its messages until it is started', async () => {
    const { port1, port2 } = new electron.MessageChannelMain()
    port1.postMessage('early')
    const message = once(port2, 'message')
    port2.start()
    expect(await message).toEqual([{ data: 'early', ports: [] }])
    port1.close()
    await once(port2, 'close')
  })

  test('is of no use here once it was sent away', async () => {
    const [line, carried] = [new electron.MessageChannelMain(), new electron.MessageChannelMain()]
    line.port1.postMessage(null, [carried.port2])
    expect(() => carried.port2.postMessage('late')).toThrow('neutered')
    const arrived = once(line.port2, 'message')
    line.port2.start()
    const [event] = (await arrived) as [{ ports: (typeof carried.port1)[] }]
    const message = once(event.ports[0] ?? carried.port2, 'message')
    event.ports[0]?.start()
    carried.port1.postMessage('through')
    expect(await message).toMatchObject([{ data: 'through' }])
    carried.port1.close()
    line.port1.close()
  })
})

describe('a utility process', () => {
  const echo = `
    process.parentPort.on('message', ({ data, ports: [port] }) => {
      if (data === 'end') process.exit(7)
      port.on('message', (event) => port.postMessage(event.data.toUpperCase()))
      port.start()
      process.parentPort.postMessage({ got: data })
    })`
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'flashline-utility-'))
    await writeFile(join(dir, 'echo.mjs'), echo)
  })
  afterEach(() => rm(dir, { recursive: true }))

  function start() {
    const utility = electron.utilityProcess.fork(join(dir, 'echo.mjs'), [], { stdio: 'pipe' })
    const { port1, port2 } = new electron.MessageChannelMain()
    utility.postMessage('hello', [port2])
    port1.start()
    return { utility, port: port1 }
  }

  test('takes messages and ports, and answers through both', async () => {
    const { utility, port } = start()
    expect(await once(utility, 'message')).toEqual([{ got: 'hello' }])
    port.postMessage('through')
    expect(await once(port, 'message')).toMatchObject([{ data: 'THROUGH' }])
    utility.postMessage('end')
    expect(await once(utility, 'exit')).toEqual([7])
  })

  test('crashes as a process does: its ports close, the program is told', async () => {
    const { utility, port } = start()
    await once(utility, 'message')
    const ends = Promise.all([
      once(port, 'close'),
      once(utility, 'exit'),
      once(electron.app, 'child-process-gone'),
    ])
    utility.crash()
    const [, [code], [, details]] = await ends
    expect(code).not.toBe(0)
    expect(details).toMatchObject({ type: 'Utility', reason: 'crashed' })
  })
})

describe('the program', () => {
  test('asks before it quits, in the order of the real one', async () => {
    const order: string[] = []
    const window = new electron.BrowserWindow()
    for (const name of ['before-quit', 'will-quit', 'quit', 'window-all-closed'])
      electron.app.on(name, () => order.push(name))
    window.on('close', () => order.push('close'))
    electron.app.quit()
    expect(await electron.app.exited).toBe(0)
    expect(order).toEqual(['before-quit', 'close', 'will-quit', 'quit'])
  })

  test('goes on when a window stays', () => {
    const window = new electron.BrowserWindow()
    window.once('close', (event: electron.PreventableEvent) => event.preventDefault())
    electron.app.quit()
    expect([electron.app.exitCode, window.isDestroyed()]).toEqual([null, false])
    electron.app.quit()
    expect(electron.app.exitCode).toBe(0)
  })

  test('another place of the same document is not a new load', async () => {
    const window = new electron.BrowserWindow()
    const loads: string[] = []
    window.webContents.on('did-finish-load', () => loads.push(window.webContents.getURL()))
    await window.loadURL('flashline://app/')
    await window.loadURL('flashline://app/#/history')
    expect(loads).toEqual(['flashline://app/'])
    expect(window.webContents.getURL()).toBe('flashline://app/#/history')
  })
})
