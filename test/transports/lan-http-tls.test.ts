// Which certificate of a device is enough, and that nothing is sent to one whose certificate is not.
import { once } from 'node:events'
import { createServer } from 'node:https'
import { createServer as createPlain } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { lanRequest } from '../../main/transports/lan-http.ts'

interface Certificate {
  readonly cert: string
  readonly key: string
}

const made: Record<'byName' | 'byAddress' | 'bySerial' | 'other', Certificate> = {
  byName: { cert: '', key: '' },
  byAddress: { cert: '', key: '' },
  bySerial: { cert: '', key: '' },
  other: { cert: '', key: '' },
}

async function make(name: string, altNames: ({ type: 2; value: string } | { type: 7; ip: string })[]) {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames }],
  })
  return { cert, key }
}

beforeAll(async () => {
  made.byName = await make('lamp.local', [{ type: 2, value: 'lamp.local' }])
  made.byAddress = await make('lamp', [{ type: 7, ip: '127.0.0.1' }])
  made.bySerial = await make('SN-0001', [{ type: 2, value: 'SN-0001' }])
  made.other = await make('other', [{ type: 2, value: 'lamp.local' }])
})

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** The name it was asked for in the handshake comes back in the answer; `asked` counts requests. */
async function device({ cert, key }: Certificate) {
  const state = { asked: 0, port: 0 }
  const server = createServer({ cert, key }, (_, response) => {
    state.asked += 1
    response.end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const bound = server.address()
  state.port = typeof bound === 'object' && bound ? bound.port : 0
  return state
}

const ask = (port: number, name: string, caPem: string) =>
  lanRequest(
    { name, ip: '127.0.0.1' },
    {
      method: 'GET',
      path: '/',
      port,
      tls: { caPem },
      headers: {},
      body: [],
      connectMs: 5000,
      stallMs: 5000,
      answerMs: 5000,
      maxReplyBytes: 1000,
    },
    new AbortController().signal,
  )

test('valid for the name, for the address, or the very one that the profile trusts', async () => {
  const byName = await device(made.byName)
  expect((await ask(byName.port, 'lamp.local', made.byName.cert)).status).toBe(200)
  const byAddress = await device(made.byAddress)
  expect((await ask(byAddress.port, 'lamp.local', made.byAddress.cert)).status).toBe(200)
  expect((await ask(byAddress.port, '127.0.0.1', made.byAddress.cert)).status).toBe(200)
  const bySerial = await device(made.bySerial)
  expect((await ask(bySerial.port, '127.0.0.1', made.other.cert + made.bySerial.cert)).status).toBe(200)
})

test('a stranger is refused before a request reaches it', async () => {
  const stranger = await device(made.byName)
  await expect(ask(stranger.port, 'lamp.local', '')).rejects.toMatchObject({
    code: 'OTA_TLS',
    context: { address: '127.0.0.1', port: stranger.port, reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  })
  await expect(ask(stranger.port, 'lamp.local', made.other.cert)).rejects.toMatchObject({ code: 'OTA_TLS' })
  expect(stranger.asked).toBe(0)
})

test('a device that speaks no TLS', async () => {
  const plain = createPlain((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  })
  plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  closers.push(() => plain.close())
  const bound = plain.address()
  const port = typeof bound === 'object' && bound ? bound.port : 0
  await expect(ask(port, 'lamp.local', made.byName.cert)).rejects.toMatchObject({ code: 'OTA_TLS' })
})

test('what is no certificate is a mistake of the profile', async () => {
  await expect(ask(1, 'lamp.local', 'nonsense')).rejects.toMatchObject({ code: 'PROFILE_INVALID' })
})
