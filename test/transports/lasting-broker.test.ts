// What stays when connections to a broker do not.
import { describe, expect, test } from 'vitest'
import type { BrokerMessage } from '../../main/transports/broker.ts'
import type { BrokerConnection, DialBroker } from '../../main/transports/broker-connection.ts'
import { openLastingBroker } from '../../main/transports/lasting-broker.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

const { signal } = new AbortController()

class FakeConnection implements BrokerConnection {
  readonly subscribed: string[] = []
  readonly unsubscribed: string[] = []
  readonly published: string[] = []
  refuses: string[] = []
  readonly #end = Promise.withResolvers<{ reason: string }>()
  readonly closed = this.#end.promise
  readonly hear: (message: BrokerMessage) => void

  constructor(hear: (message: BrokerMessage) => void) {
    this.hear = hear
  }

  async publish(topic: string): Promise<void> {
    this.published.push(topic)
  }
  async subscribe(filters: readonly string[]): Promise<readonly string[]> {
    this.subscribed.push(...filters)
    return filters.filter((filter) => this.refuses.includes(filter))
  }
  async unsubscribe(filters: readonly string[]): Promise<void> {
    this.unsubscribed.push(...filters)
  }
  lose(): void {
    this.#end.resolve({ reason: 'cut' })
  }
  async close(): Promise<void> {
    this.#end.resolve({ reason: 'closed' })
  }
}

/** A broker whose pauses end when the test says so. */
async function open(
  answer: (attempt: number) => FlashlineError | null = () => null,
  refusesLater: string[] = [],
) {
  const connections: FakeConnection[] = []
  const pauses: { delayMs: number; end: () => void }[] = []
  const logged: unknown[] = []
  let attempts = 0
  let onPause = () => {}
  const dial: DialBroker = async (hear) => {
    const error = answer(attempts++)
    if (error !== null) throw error
    const connection = new FakeConnection(hear)
    if (connections.length > 0) connection.refuses = refusesLater
    connections.push(connection)
    return connection
  }
  const broker = await openLastingBroker(
    {
      address: 'mqtt://plant:1883',
      dial,
      log: { warn: (facts, message) => logged.push({ ...facts, message }) },
      pause: (delayMs, until) =>
        new Promise((resolve, reject) => {
          until.addEventListener('abort', () => reject(until.reason), { once: true })
          pauses.push({ delayMs, end: resolve })
          onPause()
        }),
      random: () => 0,
    },
    signal,
  )
  const nextPause = async () => {
    if (pauses.length === 0) await new Promise<void>((resolve) => (onPause = resolve))
    const pause = pauses.shift()
    if (pause === undefined) throw new Error('no pause')
    return pause
  }
  const connection = (index: number): FakeConnection => {
    const found = connections[index]
    if (found === undefined) throw new Error(`no connection ${index}`)
    return found
  }
  const becomes = (wanted: string | null) =>
    new Promise<void>((resolve) => broker.onState((code) => code === wanted && resolve()))
  return { broker, connection, connections, nextPause, logged, becomes }
}

const message = (topic: string): BrokerMessage => ({ topic, payload: Buffer.from(''), retained: false })

test('the first connection has to stand', async () => {
  const denied = new FlashlineError('BROKER_DENIED', { address: 'mqtt://plant:1883' })
  await expect(open(() => denied)).rejects.toBe(denied)
})

describe('a lost connection', () => {
  test('is made anew, later and later, with all subscriptions', async () => {
    const unreachable = new FlashlineError('BROKER_UNREACHABLE')
    const denied = new FlashlineError('BROKER_DENIED')
    const answers = [null, ...Array.from({ length: 8 }, () => unreachable), denied, null]
    const { broker, connection, connections, nextPause, becomes } = await open(
      (attempt) => answers[attempt] ?? null,
    )
    const heard: string[] = []
    const states: (string | null)[] = []
    broker.onState((code) => states.push(code))
    await broker.subscribe(['a/+', 'b'], ({ topic }) => heard.push(topic), signal)
    const stop = await broker.subscribe(['c'], ({ topic }) => heard.push(topic), signal)
    stop()
    expect(connection(0).unsubscribed).toEqual(['c'])

    connection(0).lose()
    const delays: number[] = []
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { delayMs, end } = await nextPause()
      delays.push(delayMs)
      await expect(broker.publish('a/b', '', { signal })).rejects.toMatchObject({ code: 'BROKER_LOST' })
      end()
    }
    await becomes(null)
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000])
    expect(states).toEqual([
      null,
      'BROKER_LOST',
      ...Array.from({ length: 8 }, () => 'BROKER_UNREACHABLE'),
      'BROKER_DENIED',
      null,
    ])
    expect(connections).toHaveLength(2)
    expect(connection(1).subscribed).toEqual(['b', 'a/+'])
    connection(1).hear(message('a/b'))
    connection(1).hear(message('c'))
    expect(heard).toEqual(['a/b'])
    await broker.publish('a/b', '', { signal })
    expect(connection(1).published).toEqual(['a/b'])
    await broker.close()
  })

  test('a subscription that is refused then is logged, and the others live', async () => {
    const { broker, connection, nextPause, logged, becomes } = await open(() => null, ['a'])
    await broker.subscribe(['a', 'b'], () => {}, signal)
    connection(0).lose()
    const pause = await nextPause()
    pause.end()
    await becomes(null)
    expect(connection(1).subscribed).toEqual(['a', 'b'])
    expect(logged).toContainEqual({
      code: 'BROKER_REFUSED',
      address: 'mqtt://plant:1883',
      topic: 'a',
      message: 'broker',
    })
    expect(logged).toContainEqual({
      code: 'BROKER_LOST',
      address: 'mqtt://plant:1883',
      reason: 'cut',
      message: 'broker',
    })
    await broker.close()
  })
})

test('a refused filter takes back the others of its call, and nobody else loses them', async () => {
  const { broker, connection } = await open()
  const heard: string[] = []
  await broker.subscribe(['a'], ({ topic }) => heard.push(topic), signal)
  connection(0).refuses = ['secret']
  const refused = broker.subscribe(['a', 'b', 'secret'], () => heard.push('never'), signal)
  await expect(refused).rejects.toMatchObject({ code: 'BROKER_REFUSED', context: { topic: 'secret' } })
  expect(connection(0).unsubscribed).toEqual(['b', 'secret'])
  connection(0).hear(message('a'))
  connection(0).hear(message('b'))
  expect(heard).toEqual(['a'])
  await broker.close()
})

test('a listener that throws keeps nothing from the others, and is logged', async () => {
  const { broker, connection, logged } = await open()
  const heard: string[] = []
  const fail = () => {
    throw new FlashlineError('SOFTWARE')
  }
  await broker.subscribe(['a'], fail, signal)
  await broker.subscribe(['a'], ({ topic }) => heard.push(topic), signal)
  broker.onState(fail)
  connection(0).hear(message('a'))
  expect(heard).toEqual(['a'])
  expect(logged).toContainEqual({ topic: 'a', code: 'SOFTWARE', message: 'broker listener threw' })
  await broker.close()
})

test('closed while it waits for the next attempt: nothing is dialled any more', async () => {
  const { broker, connection, connections, nextPause } = await open()
  connection(0).lose()
  await nextPause()
  await broker.close()
  await broker.close()
  expect(connections).toHaveLength(1)
  await expect(broker.publish('a', '', { signal })).rejects.toMatchObject({ code: 'BROKER_LOST' })
})
