// Each of the sixteen calls against a service that fails in every way: the code, and how often it was asked. The ways
// themselves are the line's; here it is which calls may be asked again.
import { describe, expect, it } from 'vitest'
import { caught } from './caught.ts'
import { type OpenOptions, openClient } from './open-client.ts'
import { answerWith, type ScriptedServer } from './scripted-server.ts'
import { sixteenCalls, type WireCall } from './sixteen-calls.ts'

const once = () => 1
const threeTimes = () => 3
/** The service may have begun: only what may be done twice is asked again. */
const ifRepeatable = ({ repeatable }: WireCall) => (repeatable ? 3 : 1)

interface Fault {
  readonly name: string
  readonly answer: ScriptedServer['answer']
  readonly code: string
  readonly asked: (call: WireCall) => number
  readonly options?: OpenOptions
}

const faults: readonly Fault[] = [
  { name: '401', answer: answerWith(401, ''), code: 'CLOUD_TOKEN', asked: once },
  {
    name: '403 expired',
    answer: answerWith(403, { error: { code: 4031021, msg: 'expired' } }),
    code: 'CLOUD_TOKEN',
    asked: once,
  },
  {
    name: '403 forbidden',
    answer: answerWith(403, { error: { code: 4031001, msg: 'forbidden' } }),
    code: 'CLOUD_FORBIDDEN',
    asked: once,
  },
  {
    name: '404',
    answer: answerWith(404, { error: { code: 4041005, msg: 'product' } }),
    code: 'CLOUD_REFUSED',
    asked: once,
  },
  { name: '409', answer: answerWith(409, ''), code: 'CLOUD_REFUSED', asked: once },
  {
    name: '429 for a while',
    answer: (response) => void response.writeHead(429, { 'Retry-After': '1' }).end(),
    code: 'CLOUD_BUSY',
    asked: threeTimes,
  },
  { name: '500', answer: answerWith(500, 'oops'), code: 'CLOUD_SERVER', asked: ifRepeatable },
  {
    name: '503',
    answer: answerWith(503, { error: { code: 5031001, msg: 'server' } }),
    code: 'CLOUD_SERVER',
    asked: ifRepeatable,
  },
  {
    name: 'no answer',
    answer: () => {},
    code: 'CLOUD_TIMEOUT',
    asked: ifRepeatable,
    options: { line: { timeoutMs: 60 } },
  },
  {
    name: 'an answer that never ends',
    answer: (response) => void response.write('{"id":'),
    code: 'CLOUD_TIMEOUT',
    asked: ifRepeatable,
    options: { line: { timeoutMs: 60 } },
  },
  {
    name: 'a hang-up',
    answer: (response) => void response.destroy(),
    code: 'CLOUD_UNREACHABLE',
    asked: ifRepeatable,
  },
  {
    name: 'a hang-up in the middle of the answer',
    answer: (response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{', () => response.destroy())
    },
    code: 'CLOUD_UNREACHABLE',
    asked: ifRepeatable,
  },
]

describe('faults', () => {
  it.each(faults)('$name: $code', async ({ answer, code, asked, options }) => {
    const outcomes = await Promise.all(
      sixteenCalls.map(async (call) => {
        await using open = await openClient(options)
        open.server.answer = answer
        const error = await caught(call.act(open.client))
        return { name: call.name, code: error.code, asked: open.entries.length }
      }),
    )
    expect(outcomes).toEqual(sixteenCalls.map((call) => ({ name: call.name, code, asked: asked(call) })))
  })

  it.each([
    // A server that speaks plain HTTP where TLS is wanted.
    ['TLS', (url: string) => url.replace('http:', 'https:'), 'CLOUD_TLS'],
    // Too long to be one: it is not even asked about.
    ['the name', () => `http://${'x'.repeat(64)}.invalid`, 'CLOUD_HOST_UNKNOWN'],
    // Nobody may listen there.
    ['the port', () => 'http://127.0.0.1:1', 'CLOUD_UNREACHABLE'],
  ])('fails on %s', async (_name, address, code) => {
    await using server = await openClient()
    const codes = await Promise.all(
      sixteenCalls.map(async ({ name, act }) => {
        await using open = await openClient({ baseUrl: address(server.server.baseUrl) })
        return [name, (await caught(act(open.client))).code]
      }),
    )
    expect(codes).toEqual(sixteenCalls.map(({ name }) => [name, code]))
    expect(server.server.received).toEqual([])
  })

  it.each(sixteenCalls)('$name rejects with the reason of the abort, before and during', async ({ act }) => {
    await using open = await openClient()
    const reason = new Error('the cable is gone')
    await expect(act(open.client, AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(open.server.received).toEqual([])
    const abort = new AbortController()
    open.server.answer = () => abort.abort(reason)
    await expect(act(open.client, abort.signal)).rejects.toBe(reason)
  })
})
