import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { openTcp } from '../../main/transports/tcp.ts'
import { bytesOf, codeOf, textOf } from '../conformance/link-suite.ts'

const signal = new AbortController().signal
const options = { baudRate: 115_200, signal }
const limits = { connectMs: 5000, stallMs: 1000, lingerMs: 20 }

let server: Server | null = null
afterEach(() => {
  server?.close()
  server = null
})

async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  server = createServer(onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return `tcp://127.0.0.1:${port}`
}

describe('openTcp', () => {
  test('nobody listening: not found; another scheme: no address', async () => {
    const address = await listen(() => {})
    server?.close()
    expect(await codeOf(openTcp(address, options))).toBe('LINK_NOT_FOUND')
    expect(await codeOf(openTcp('/dev/ttyUSB0', options))).toBe('LINK_ADDRESS')
  })

  test('an abort before or during connect rejects with the reason and leaves no connection', async () => {
    const ended: Promise<unknown>[] = []
    const address = await listen((socket) => {
      socket.resume()
      ended.push(once(socket, 'close'))
    })
    const reason = new Error('enough')
    await expect(openTcp(address, { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const abort = new AbortController()
    const opening = openTcp(address, { ...options, signal: abort.signal })
    abort.abort(reason)
    await expect(opening).rejects.toBe(reason)
    const link = await openTcp(address, options, limits)
    await link.close()
    await Promise.all(ended)
  })

  test('no answer to the connect within the limit is not found', async () => {
    // A stopped process whose queue of waiting connections is full: the kernel answers no more.
    const script = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
      console.log(this.address().port)
    })`
    const child = spawn(process.execPath, ['-e', script])
    const [said] = await once(child.stdout, 'data')
    const port = Number(String(said))
    child.kill('SIGSTOP')
    const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    await once(waiting[0] ?? child, 'connect')
    const address = `tcp://127.0.0.1:${port}`
    expect(await codeOf(openTcp(address, options, { ...limits, connectMs: 100 }))).toBe('LINK_NOT_FOUND')
    for (const socket of waiting) socket.destroy()
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  test.each([
    ['Port already in use\r\n', 'LINK_BUSY'],
    ['Device open failure: Value or file not found\r\n', 'LINK_NOT_FOUND'],
    ['U-Boot 2023.01\r\n', 'LINK_LOST'],
    ['Port already in use\r\nand more', 'LINK_LOST'],
    ['', 'LINK_LOST'],
  ])('a server that says %j and hangs up means %s', async (greeting, code) => {
    const address = await listen((socket) => socket.end(greeting))
    const link = await openTcp(address, options, limits)
    expect(await link.closed).toBe('lost')
    const request = { atLeast: 1000, timeoutMs: 60_000, signal }
    if (greeting !== '') expect(textOf(await link.read(request))).toBe(greeting)
    expect(await codeOf(link.read(request))).toBe(code)
    await link.close()
  })

  test('what was written last arrives although the link is closed at once', async () => {
    const { promise: received, resolve } = Promise.withResolvers<string>()
    const address = await listen((socket) => {
      let text = ''
      socket.write('something that is never read')
      socket.on('data', (bytes) => {
        text += bytes.toString()
      })
      socket.on('end', () => resolve(text))
    })
    const link = await openTcp(address, options, limits)
    await link.write(bytesOf('cancel'), signal)
    await link.close()
    expect(await received).toBe('cancel')
  })
})
