// Hears what a device says about its fetch, and tells the news of it. Not here: which fetch they belong to; whoever starts
// this begins with new news.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { BrokerDevice } from '../../transports/broker.ts'
import { textOf } from '../lan/device-answer.ts'
import type { DeviceHttp } from '../lan/device-http.ts'
import type { FetchNews } from './fetch-news.ts'
import type { Follow, FollowWords } from './follow-options.ts'
import { payloadText, readWord } from './reading.ts'

/** A device that fetches has little time for questions. */
const patienceMs = 1000

/** Messages through the broker, until the returned function is called. BROKER_LOST, BROKER_REFUSED. */
export async function followTopic(
  { broker }: BrokerDevice,
  topic: string,
  words: FollowWords,
  news: FetchNews,
  signal: AbortSignal,
): Promise<() => void> {
  return broker.subscribe(
    [topic],
    ({ payload, retained }) => {
      // What the broker has kept, or what came before the instruction, is about an earlier fetch.
      if (!retained && news.toldAtMs !== null) tell(payloadText(payload), words, news)
    },
    signal,
  )
}

/** Asks the page again and again until the signal is aborted. A device that is busy may leave it unanswered. */
export async function followPage(
  device: DeviceHttp,
  { path, everyMs, ...words }: Extract<Follow, { by: 'http' }>,
  news: FetchNews,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const answer = await device
      .send({ method: 'GET', path, answerMs: everyMs + patienceMs }, signal)
      .catch(() => null)
    if (answer?.status === 200) tell(textOf(answer), words, news, device.secrets)
    await pause(everyMs, signal)
  }
}

function tell(text: string, words: FollowWords, news: FetchNews, secrets: readonly string[] = []): void {
  const { percent, isDone, failed } = readWord(text, words, secrets)
  if (failed !== null) {
    const { said, step } = failed
    news.onFailure(new FlashlineError('OTA_REFUSED', { said, ...(step !== null && { step }) }))
    return
  }
  if (percent !== null) news.onPercent(percent)
  if (isDone) news.onDone()
}

/** Never rejects: an abort ends it early. */
function pause(timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, timeoutMs)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}
