// Our client at a real broker: who is let in, what is refused, what a loss means.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Broker, BrokerCode, BrokerMessage } from '../../main/transports/broker.ts'
import { type BrokerOptions, openBroker } from '../../main/transports/mqtt.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { runTool, toolEnv } from './host-tool.ts'
import { type Mosquitto, password, startMosquitto } from './mosquitto.ts'

let mosquitto: Mosquitto
const opened: Broker[] = []
const { signal } = new AbortController()

beforeAll(async () => {
  mosquitto = await startMosquitto()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((broker) => broker.close()))
})
afterAll(() => mosquitto[Symbol.asyncDispose]())

async function open(changed: Partial<BrokerOptions> = {}): Promise<Broker> {
  const broker = await openBroker(mosquitto.options(changed))
  opened.push(broker)
  return broker
}

/** The messages of a filter, one after the other. */
async function listen(broker: Broker, filter: string) {
  const heard: BrokerMessage[] = []
  let wake = () => {}
  const stop = await broker.subscribe(
    [filter],
    (message) => {
      heard.push(message)
      wake()
    },
    signal,
  )
  const next = async () => {
    while (heard.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const message = heard.shift()
    return message && { ...message, payload: Buffer.from(message.payload).toString() }
  }
  return { next, stop, heard }
}

/** What the client waits for when it says `code`. */
function state(broker: Broker, code: BrokerCode | null): Promise<void> {
  return new Promise((resolve) => {
    const stop = broker.onState((told) => {
      if (told !== code) return
      resolve()
      queueMicrotask(() => stop())
    })
  })
}

const asDevice = () => ['-p', String(mosquitto.ports.plain), '-u', 'device', '-P', password]
const publishByHand = (...args: string[]) => runTool('mosquitto_pub', [...asDevice(), ...args])

async function failure(changed: Partial<BrokerOptions>): Promise<FlashlineError> {
  const error = await open(changed).catch((reason: unknown) => reason)
  if (!(error instanceof FlashlineError)) throw new Error('it was let in')
  expect(JSON.stringify({ ...error, message: error.message })).not.toContain('wrong-secret')
  return error
}

describe('who is let in', () => {
  test('user and password', async () => {
    const broker = await open()
    expect(broker.address).toBe(mosquitto.urls.plain)
    const { next } = await listen(broker, 'a/+')
    await broker.publish('a/b', 'hello', { signal })
    expect(await next()).toEqual({ topic: 'a/b', payload: 'hello', retained: false })
  })

  test('a wrong password, nobody, and nobody there', async () => {
    const denied = await failure({ password: () => 'wrong-secret' })
    expect(denied).toMatchObject({
      code: 'BROKER_DENIED',
      context: { address: mosquitto.urls.plain, reason: 135 },
    })
    expect(await failure({ username: '' })).toMatchObject({ code: 'BROKER_DENIED' })
    expect(await failure({ url: 'mqtt://127.0.0.1:1' })).toMatchObject({
      code: 'BROKER_UNREACHABLE',
      context: { address: 'mqtt://127.0.0.1:1', reason: 'ECONNREFUSED' },
    })
    // Plain MQTT to a port that wants TLS.
    const plain = await failure({ url: mosquitto.urls.tls.replace('mqtts', 'mqtt') })
    expect(plain.code).toBe('BROKER_UNREACHABLE')
  })

  test('TLS: by its authority only, and only under its own name', async () => {
    const { caPem, urls } = mosquitto
    const broker = await open({ url: urls.tls, caPem })
    const { next } = await listen(broker, 'tls')
    await broker.publish('tls', 'hello', { signal })
    expect(await next()).toMatchObject({ payload: 'hello' })
    await open({ url: urls.tls.replace('localhost', '127.0.0.1'), caPem })

    expect(await failure({ url: urls.tls })).toMatchObject({
      code: 'BROKER_TLS',
      context: { address: urls.tls, reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    })
    expect(await failure({ url: urls.tlsOtherName, caPem })).toMatchObject({
      code: 'BROKER_TLS',
      context: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
    expect(await failure({ url: urls.tls, caPem: 'no certificate' })).toMatchObject({ code: 'BROKER_TLS' })
    // TLS to a port that speaks plain MQTT.
    expect(await failure({ url: urls.plain.replace('mqtt:', 'mqtts:'), caPem })).toMatchObject({
      code: expect.stringMatching(/^BROKER_(TLS|UNREACHABLE)$/),
    })
  })

  test('a client certificate', async () => {
    const { caPem, urls, client } = mosquitto
    const base = { url: urls.tlsClient, caPem, username: '' }
    const broker = await open({ ...base, certPem: client.certPem, clientKey: () => client.key })
    await broker.publish('a', 'b', { signal })
    // The name in the certificate is its user, who may not do everything.
    await expect(broker.publish('secret/a', 'b', { signal })).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
    })
    expect(await failure(base)).toMatchObject({ code: 'BROKER_DENIED' })
    const wrongKey = await failure({ ...base, certPem: client.certPem, clientKey: () => 'wrong-secret' })
    expect(wrongKey).toMatchObject({ code: 'BROKER_DENIED' })
  })

  test('given up while it connects', async () => {
    const reason = new Error('enough')
    await expect(openBroker(mosquitto.options(), AbortSignal.abort(reason))).rejects.toBe(reason)
    const abort = new AbortController()
    const opening = openBroker(mosquitto.options(), abort.signal)
    abort.abort(reason)
    await expect(opening).rejects.toBe(reason)
  })
})

describe('what is refused', () => {
  test('a topic that the access list denies, and one that is none', async () => {
    const broker = await open()
    const refused = { code: 'BROKER_REFUSED', context: { topic: 'secret/a' } }
    await expect(broker.subscribe(['b', 'secret/a'], () => {}, signal)).rejects.toMatchObject(refused)
    await expect(broker.publish('secret/a', '', { signal })).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
      context: { topic: 'secret/a', reason: 135 },
    })
    await expect(broker.publish('a/+', '', { signal })).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
    await expect(broker.subscribe(['a#'], () => {}, signal)).rejects.toMatchObject({ code: 'BROKER_REFUSED' })
    // It still works.
    const { next } = await listen(broker, 'b')
    await publishByHand('-t', 'b', '-m', 'by hand')
    expect(await next()).toMatchObject({ payload: 'by hand' })
  })

  test('a message that is too large does not arrive, the next one does', async () => {
    const broker = await open()
    const { next } = await listen(broker, 'size/#')
    await runTool(
      'mosquitto_pub',
      [...asDevice(), '-t', 'size/large', '-s', '-q', '1'],
      'x'.repeat(300 * 1024),
    )
    await publishByHand('-t', 'size/small', '-m', 'small', '-q', '1')
    expect(await next()).toMatchObject({ topic: 'size/small' })
  })
})

test('what the broker kept is told as that', async () => {
  await publishByHand('-t', 'kept/a', '-m', 'was', '-r')
  const broker = await open()
  const { next, stop, heard } = await listen(broker, 'kept/+')
  expect(await next()).toEqual({ topic: 'kept/a', payload: 'was', retained: true })
  await publishByHand('-t', 'kept/a', '-m', 'is')
  expect(await next()).toEqual({ topic: 'kept/a', payload: 'is', retained: false })
  stop()
  const other = await listen(broker, 'kept/other')
  await publishByHand('-t', 'kept/a', '-m', 'nobody listens')
  await publishByHand('-t', 'kept/other', '-m', 'end')
  await other.next()
  expect(heard).toEqual([])
})

test('hundreds of messages at once all arrive', async () => {
  const broker = await open()
  const { next } = await listen(broker, 'many/+')
  const numbers = Array.from({ length: 500 }, (_, number) => number)
  await Promise.all(numbers.map((number) => broker.publish(`many/${number}`, '', { signal })))
  const topics = new Set<string | undefined>()
  while (topics.size < numbers.length) topics.add((await next())?.topic)
  expect(topics).toEqual(new Set(numbers.map((number) => `many/${number}`)))
})

test('the broker dies and comes back: told, refused meanwhile, subscriptions renewed', async () => {
  const logged: unknown[] = []
  const broker = await open({ log: { warn: (facts, message) => logged.push({ ...facts, message }) } })
  const { next } = await listen(broker, 'after/+')
  const lost = state(broker, 'BROKER_LOST')
  await mosquitto.kill()
  await lost
  await expect(broker.publish('after/a', 'never', { signal })).rejects.toMatchObject({ code: 'BROKER_LOST' })
  await expect(broker.subscribe(['x'], () => {}, signal)).rejects.toMatchObject({ code: 'BROKER_LOST' })
  await state(broker, 'BROKER_UNREACHABLE')
  const back = state(broker, null)
  await mosquitto.start()
  await back
  await publishByHand('-t', 'after/a', '-m', 'again')
  expect(await next()).toMatchObject({ topic: 'after/a', payload: 'again' })
  expect(logged).toContainEqual(expect.objectContaining({ code: 'BROKER_LOST', message: 'broker' }))
  expect(JSON.stringify(logged)).not.toContain(password)
})

test('closed: mosquitto_sub sees the last will only of who died', async () => {
  await publishByHand('-t', 'will/ready', '-m', 'yes', '-r')
  const args = [...asDevice(), '-t', 'will/+', '-F', '%t %p']
  const sub = spawn('mosquitto_sub', args, { env: toolEnv, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const lines = createInterface({ input: sub.stdout })[Symbol.asyncIterator]()
    const until = async (pattern: RegExp) => {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error('mosquitto_sub ended')
        if (pattern.test(value)) return value
      }
    }
    // What was kept comes first: from then on it hears.
    await until(/^will\/ready/)
    const will = (name: string) => ({ topic: `will/${name}`, payload: 'gone', retain: false })
    const polite = await openBroker(mosquitto.options({ will: will('polite') }))
    await polite.close()
    await expect(polite.publish('a', 'b', { signal })).rejects.toMatchObject({ code: 'BROKER_LOST' })
    const first = await open({ clientId: 'same', will: will('thrown-out') })
    const second = await open({ clientId: 'same' })
    expect(await until(/^will\//)).toBe('will/thrown-out gone')
    await first.close()
    await second.close()
  } finally {
    sub.kill('SIGKILL')
    await once(sub, 'close')
  }
})
