// A small proxy of a plant: tunnels by CONNECT, hands plain requests on, asks for a password if it has one.
import { request as ask, createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Certificate } from './servers.ts'

export interface TestProxy {
  readonly url: string
  /** `CONNECT 127.0.0.1:443` and `GET http://...`, as they came. */
  readonly asked: string[]
}

export async function proxyServer(
  options: { login?: string; refuseWith?: number; certificate?: Certificate } = {},
): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Duplex>()
  const keep = (socket: Duplex) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const wanted = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`
  const statusFor = (given: string | undefined) =>
    options.refuseWith ?? (wanted !== undefined && given !== wanted ? 407 : 200)

  const server = options.certificate ? createTlsServer(options.certificate) : createServer()
  server.on('connection', (socket: Socket) => keep(socket))
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const { 'proxy-authorization': given, ...headers } = request.headers
    const status = statusFor(given)
    if (status !== 200) return response.writeHead(status).end()
    const onward = ask(request.url ?? '', { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.on('connect', (request, socket: Duplex) => {
    asked.push(`CONNECT ${request.url}`)
    keep(socket)
    const status = statusFor(request.headers['proxy-authorization'])
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)
    const [host, port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    keep(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `${options.certificate ? 'https' : 'http'}://127.0.0.1:${port}`, asked }
}
