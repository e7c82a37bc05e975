// Gives a device the instruction to fetch. Everything is filled in before the first of it is sent. Not here: waiting for
// the fetch (fetch.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { BrokerDevice } from '../../transports/broker.ts'
import type { LanReply } from '../../transports/lan-host.ts'
import type { Link } from '../../transports/link.ts'
import { runScript } from '../console/console.ts'
import type { ConsoleScript } from '../console/script.ts'
import type { ConsoleValues } from '../console/template.ts'
import { refusalOf, type Speaker, shown, textOf } from '../lan/device-answer.ts'
import type { DeviceHttp } from '../lan/device-http.ts'
import type { ConnectContext } from '../protocol.ts'
import type { FetchNews } from './fetch-news.ts'
import { fillPayload, fillTopic, plainValues } from './template.ts'
import type { TriggerRequest, Way } from './trigger-options.ts'

/** Gives it once; resolves when it is out and, where there is an answer, when that is a yes. */
export type Instruct = (news: FetchNews, signal: AbortSignal) => Promise<void>

/** Never rejects: what fails is in the news, except what ends with the signal. */
export async function give(instruct: Instruct, news: FetchNews, signal: AbortSignal): Promise<void> {
  try {
    await instruct(news, signal)
  } catch (error) {
    if (!signal.aborted) news.onFailure(error)
  }
}

/**
 * PROFILE_INVALID. Then LAN_UNREACHABLE, OTA_PASSWORD, OTA_REFUSED, OTA_REDIRECT, OTA_REPLY, OTA_BROKEN, OTA_SILENT. A
 * device that fetches already owes no answer: its connection may end as it likes.
 */
export function byRequests(
  { requests, answerTimeoutMs: answerMs }: Way<'http'>,
  device: DeviceHttp,
  values: ConsoleValues,
): Instruct {
  const prepared = requests.map((request) => {
    // In a path both are the same: what is put in there is encoded.
    const path = request.path.replaceAll('{urlEncoded}', '{url}')
    for (const text of [path, ...Object.values(request.headers)]) device.fill(text)
    const body = fillPayload(request.body, values)
    const type: Record<string, string> =
      typeof request.body === 'string' ? {} : { 'Content-Type': 'application/json' }
    return { ...request, path, headers: { ...type, ...request.headers }, body }
  })
  return async (news, signal) => {
    try {
      for (const request of prepared) {
        const { method, path, headers, body } = request
        const bytes = body === '' ? [] : [Buffer.from(body)]
        judge(await device.send({ method, path, headers, body: bytes, answerMs }, signal), request, device)
      }
      news.onTold(true)
    } catch (error) {
      const isUnanswered =
        error instanceof FlashlineError && (error.code === 'OTA_BROKEN' || error.code === 'OTA_SILENT')
      if (!isUnanswered || news.served.requests === 0) throw error
      news.onTold(false)
    }
  }
}

/** PROFILE_INVALID. Then BROKER_LOST, BROKER_REFUSED. */
export function byMessages(
  { messages }: Way<'mqtt'>,
  { broker }: BrokerDevice,
  values: ConsoleValues,
): Instruct {
  const prepared = messages.map(({ topic, payload }) => ({
    topic: fillTopic(topic, values),
    payload: fillPayload(payload, values),
  }))
  return async (news, signal) => {
    for (const [index, { topic, payload }] of prepared.entries()) {
      // The device may answer the last one before the broker has acknowledged it.
      if (index === prepared.length - 1) news.onTold(false)
      await broker.publish(topic, payload, { signal })
    }
  }
}

/** As runScript(); `then`: the device's own words until it has taken the image. */
export function byConsole(
  { script }: Way<'console'>,
  then: ConsoleScript | null,
  link: Link,
  values: ConsoleValues,
  log: ConnectContext['log'],
): Instruct {
  return async (news, signal) => {
    const play = (one: ConsoleScript) => runScript(link, one, { values: plainValues(values), signal, log })
    await play(script)
    news.onTold(false)
    if (then === null) return
    await play(then)
    news.onDone()
  }
}

function judge(reply: LanReply, request: Pick<TriggerRequest, 'expect' | 'refuse'>, device: Speaker): void {
  const refusal = refusalOf(reply, device, 'OTA_REFUSED')
  if (refusal !== null) throw refusal
  const text = textOf(reply)
  const facts = { address: device.address, status: reply.status, said: shown(text, device) }
  const { refuse, expect } = request
  if (refuse !== '' && new RegExp(refuse).test(text)) throw new FlashlineError('OTA_REFUSED', facts)
  if (!new RegExp(expect).test(text)) throw new FlashlineError('OTA_REPLY', facts)
}
